import type { Catalog } from '@shared/contract/settings'

/** As the store and the engine write them; people read and write each in their own language (`inWords`, `fromWords`). */
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

type Spoken = (word: (typeof ACKNOWLEDGEMENT_WORDS)[number]) => string

/** `{trackingCode}` as a person reads it: `{codice}`. */
export const inWords = (text: string, spoken: Spoken): string =>
  ACKNOWLEDGEMENT_WORDS.reduce((said, word) => said.replaceAll(`{${word}}`, `{${spoken(word)}}`), text)

/** And back, as it is kept. */
export const fromWords = (text: string, spoken: Spoken): string =>
  ACKNOWLEDGEMENT_WORDS.reduce((kept, word) => kept.replaceAll(`{${spoken(word)}}`, `{${word}}`), text)
