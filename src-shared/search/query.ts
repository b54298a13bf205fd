import { parseTypedNumber, type TypedNumber } from '../tickets/number'
import { tokens } from './fold'

export interface SearchQuery {
  /** The text reads as a ticket's number (`2026-123`, `123`, `SEGN …`). */
  readonly number?: TypedNumber
  /** The text reads as a phone number or a part of one: digits without the country's code, four to fifteen. */
  readonly phoneDigits?: string
  /** Folded, in order, without repeats. */
  readonly words: readonly string[]
  /**
   * An FTS5 expression over folded text: every word must be there, long words and the last one also as the
   * beginning of a longer word. Empty when there is nothing to look for. Holds no operator that a person typed.
   */
  readonly ftsMatch: string
}

/** More words than anybody types only cost time. */
const MAX_WORDS = 12
const MAX_WORD_LENGTH = 40
const MAX_TEXT_LENGTH = 500
/** Short words as beginnings match half the store; the last one is still being typed. */
const PREFIX_FROM = 4
const MIN_PHONE_DIGITS = 4
const MAX_PHONE_DIGITS = 15

const phoneDigitsOf = (text: string): string | null => {
  if (!/^[+\d][\d\s./()-]*$/.test(text)) return null
  const digits = text.replace(/\D+/g, '')
  const national = /^\s*(?:\+|00)\s*39/.test(text) ? digits.replace(/^(?:00)?39/, '') : digits
  return national.length >= MIN_PHONE_DIGITS && national.length <= MAX_PHONE_DIGITS ? national : null
}

/**
 * `"…"` quotes a word for FTS5; a folded word holds letters and digits only, so nothing can break out of it. One letter
 * begins half the words there are: the index has no short way to them, so a last word of one letter waits for its second
 * one, and a digit (a house number) is meant as it stands.
 */
const ftsExpression = (words: readonly string[]): string => {
  const last = words.at(-1) ?? ''
  const isBegun = words.length > 1 && last.length === 1 && /\D/.test(last)
  return (isBegun ? words.slice(0, -1) : words)
    .map((word) => `"${word}"${word.length >= PREFIX_FROM || (word === last && word.length > 1) ? '*' : ''}`)
    .join(' AND ')
}

/** Splits what was typed into the search box into the questions for each index. Never throws. */
export const parseQuery = (text: string): SearchQuery => {
  const typed = text.slice(0, MAX_TEXT_LENGTH).trim()
  const number = parseTypedNumber(typed)
  // `2026-123` is a ticket; the digits of `1234` may be either.
  const phoneDigits = number?.year === undefined ? phoneDigitsOf(typed) : null
  const words = [...new Set(tokens(typed).map((word) => [...word].slice(0, MAX_WORD_LENGTH).join('')))].slice(
    0,
    MAX_WORDS,
  )
  return {
    ...(number ? { number } : {}),
    ...(phoneDigits === null ? {} : { phoneDigits }),
    words,
    ftsMatch: ftsExpression(words),
  }
}
