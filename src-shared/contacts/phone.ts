import { parsePhoneNumberFromString } from 'libphonenumber-js/min'

export interface Phone {
  /** `+393351397378`; a short number such as `112` stays as it was typed. */
  readonly e164: string
  /** As an Italian writes it, `335 139 7378`; foreign numbers with their country code. */
  readonly display: string
  /** What numbers are matched on, whatever stood before: at most nine digits. */
  readonly last9: string
}

const HOME = 'IT'
/** Emergency and service numbers (112, 1530, 116117): they exist only as they are dialled. */
const SHORT_NUMBER = /^1\d{2,5}$/
/** Far above any number; longer text is not a phone field's. */
const MAX_LENGTH = 80

const digitsOf = (text: string): string => text.replace(/\D+/g, '')

export const lastNine = (text: string): string => digitsOf(text).slice(-9)

const WORD_BEFORE = /^(?:tel(?:efono)?|cell?(?:ulare)?|mobile|num(?:ero)?|n)[.:°\s]+/i
const NUMBER_SIGNS = /^[\d\s./+()\u2010-\u2015-]+$/

/**
 * What somebody looks for where it is a number, whole or begun: without `tel.` in front and without the unseen marks that
 * telephones put around what is copied from them. Null for other words.
 */
export const numberTyped = (text: string): string | null => {
  const bare = text
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(WORD_BEFORE, '')
  return NUMBER_SIGNS.test(bare) && digitsOf(bare) !== '' ? bare : null
}

/**
 * Reads a number in any form people type or a telephone sends: `335/1397378`, `0039…`, `+39 …`, with dots,
 * spaces or a word in front. Landlines keep their 0. Null when it is not one number.
 */
export const parsePhone = (text: string): Phone | null => {
  const typed = text.trim()
  if (typed.length > MAX_LENGTH) return null
  const compact = typed.replace(/[\s.\-/]+/g, '')
  if (SHORT_NUMBER.test(compact)) return { e164: compact, display: compact, last9: compact }

  const number = parsePhoneNumberFromString(typed, HOME)
  if (!number) return null
  // Someone who typed the country code meant a number, even in a range that our tables do not know yet.
  const explicit = /^(?:\+|00)/.test(typed)
  if (!number.isValid() && !(explicit && number.isPossible())) return null
  const abroad = number.country !== HOME
  return {
    e164: number.number,
    display: abroad ? number.formatInternational() : number.format('NATIONAL').replace(/ ext\. \d+$/, ''),
    last9: lastNine(number.number),
  }
}

/** What a whole Italian landline has at least, with its area code. */
const LANDLINE_DIGITS = 8

/** A number that may well exist and yet looks cut short, like `058393`: to be pointed out, never refused. */
export const looksCutShort = (text: string): boolean => {
  const national = /^\+39(0\d*)$/.exec(parsePhone(text)?.e164 ?? '')?.[1]
  return national !== undefined && national.length < LANDLINE_DIGITS
}
