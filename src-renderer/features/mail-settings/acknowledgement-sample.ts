import type { Catalog } from '@shared/contract/settings'

export const ACKNOWLEDGEMENT_WORDS = ['number', 'subject', 'trackingCode', 'town', 'service', 'phone'] as const

/** What a citizen would read: the office's own words, an invented report. Unknown placeholders stay, to be seen. */
export const acknowledgementSample = (
  text: string,
  office: Pick<Catalog['office'], 'town' | 'serviceName' | 'phone'> | undefined,
  subject: string,
): string => {
  const values: Readonly<Record<string, string>> = {
    number: `SEGN-${new Date().getFullYear()}-000123`,
    subject,
    trackingCode: 'K7QF-2M9X-PT4R',
    town: office?.town ?? '',
    service: office?.serviceName ?? '',
    phone: office?.phone ?? '',
  }
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}

/** Placeholders that mean nothing: they would reach the citizen as they are. */
export const unknownWords = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/\{(\w+)\}/g)]
      .map(([, name = '']) => name)
      .filter((name) => !(ACKNOWLEDGEMENT_WORDS as readonly string[]).includes(name)),
  ),
]
