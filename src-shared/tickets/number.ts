/** A ticket's number within its year, allocated by the store: `SEGN-2026-000123`. */
export interface TicketNumber {
  readonly year: number
  /** From 1, without gaps within the year. */
  readonly sequence: number
}

/** What a person typed: the year is often left out. */
export interface TypedNumber {
  readonly year?: number
  readonly sequence: number
}

export const DEFAULT_NUMBER_PREFIX = 'SEGN'

const SEQUENCE_DIGITS = 6
const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

export const formatNumber = (number: TicketNumber, prefix = DEFAULT_NUMBER_PREFIX): string =>
  `${prefix}-${number.year}-${String(number.sequence).padStart(SEQUENCE_DIGITS, '0')}`

/** The tag that subjects carry so that an answer finds its ticket: `[#SEGN-2026-000123]`. */
export const mailTag = (number: TicketNumber, prefix = DEFAULT_NUMBER_PREFIX): string =>
  `[#${formatNumber(number, prefix)}]`

const numberOf = (year: string, sequence: string): TicketNumber | null => {
  const number = { year: Number(year), sequence: Number(sequence) }
  const plausible = number.year >= 1990 && number.year <= 2199 && number.sequence >= 1
  return plausible && Number.isSafeInteger(number.sequence) ? number : null
}

/** Reads exactly what `formatNumber` wrote (in any case); null for anything else. */
export const parseNumber = (text: string, prefix = DEFAULT_NUMBER_PREFIX): TicketNumber | null => {
  const match = new RegExp(`^${escaped(prefix)}-(\\d{4})-(\\d{${SEQUENCE_DIGITS},12})$`, 'i').exec(text.trim())
  return match?.[1] && match[2] ? numberOf(match[1], match[2]) : null
}

/**
 * Every tag in a subject, in order, without repeats. Spaces inside are tolerated, because long subjects are
 * folded on their way. A tag proves nothing about its sender: anyone can type one.
 */
export const findMailTags = (subject: string, prefix = DEFAULT_NUMBER_PREFIX): TicketNumber[] => {
  const pattern = new RegExp(
    `\\[\\s*#\\s*${escaped(prefix)}\\s*-\\s*(\\d{4})\\s*-\\s*(\\d{${SEQUENCE_DIGITS},12})\\s*\\]`,
    'gi',
  )
  const found = new Map<string, TicketNumber>()
  for (const [, year = '', sequence = ''] of subject.matchAll(pattern)) {
    const number = numberOf(year, sequence)
    if (number) found.set(formatNumber(number), number)
  }
  return [...found.values()]
}

/**
 * Reads what people type into a search box: `SEGN-2026-000123`, `segn 2026 123`, `#123`, `n. 123`, `2026-123`,
 * `123/2026`, `123`. A bare run of more than six digits is a phone number or nothing, never a ticket: null.
 */
export const parseTypedNumber = (text: string, prefix = DEFAULT_NUMBER_PREFIX): TypedNumber | null => {
  const start = new RegExp(
    `^\\[?\\s*#?\\s*(?:${escaped(prefix)}|n(?:\\.|°|º|r\\.?|um\\.?)?|nº)?[\\s.\\-/#]*(?=\\d)`,
    'i',
  )
  const typed = text.trim().replace(/\]$/, '').trim()
  const opening = start.exec(typed)?.[0] ?? ''
  const rest = typed.slice(opening.length)
  const named = opening.toUpperCase().includes(prefix.toUpperCase())

  const yearFirst = /^(\d{4})\s*[-/.\s]\s*(\d{1,9})$/.exec(rest)
  if (yearFirst?.[1] && yearFirst[2]) return numberOf(yearFirst[1], yearFirst[2])

  const yearLast = /^(\d{1,6})\s*\/\s*((?:19|20|21)\d{2})$/.exec(rest)
  if (yearLast?.[1] && yearLast[2]) return numberOf(yearLast[2], yearLast[1])

  const glued = named ? /^(\d{4})(\d{6})$/.exec(rest) : null
  if (glued?.[1] && glued[2]) return numberOf(glued[1], glued[2])

  const alone = /^\d{1,6}$/.test(rest) ? Number(rest) : 0
  return alone >= 1 ? { sequence: alone } : null
}
