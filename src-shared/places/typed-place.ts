import { tokens } from '../search/fold'
import { withoutChainage, withoutSnc } from './address'
import { isMonth, streetKey } from './street-key'

export interface TypedCivic {
  readonly number: number
  /** `a`, `bis`; empty for none. */
  readonly exponent: string
}

/** One way to understand what was typed: words that name a street or its district, and perhaps a house number. */
export interface Reading {
  readonly words: readonly string[]
  readonly civic: TypedCivic | null
}

export interface TypedPlace {
  /** Likeliest first: "via 25 a" may be number 25/A, or somebody on the way to "via 25 Aprile". */
  readonly readings: readonly Reading[]
  /** Chainage `4+300`, empty for none. */
  readonly km: string
  /** "SNC" stands there: the house has no number. */
  readonly isUnnumbered: boolean
}

const MAX_LENGTH = 200
const MAX_WORDS = 10
const NUMBER = /^(\d{1,5})([a-z]|bis|ter|quater)?$/
const EXPONENT = /^(?:[a-z]|bis|ter|quater)$/
const BEFORE_NUMBER = new Set(['n', 'nr', 'num', 'numero', 'civ', 'civico'])
/** "sp 23": the number is the road's name. */
const ROAD = new Set(['sp', 'sr', 'ss', 'a'])

const without = (words: readonly string[], from: number, count: number): string[] => [
  ...words.slice(0, from),
  ...words.slice(from + count),
]

/** Where the last number stands that may be a house's; -1 for none. */
const civicAt = (words: readonly string[]): number =>
  words.findLastIndex(
    (word, at) => at > 0 && NUMBER.test(word) && !isMonth(words[at + 1] ?? '') && !ROAD.has(words[at - 1] ?? ''),
  )

const withCivic = (words: readonly string[]): readonly Reading[] => {
  let at = civicAt(words)
  if (at < 0) return []
  let length = 1
  // "33/35": the house is found by its first number.
  if (at > 1 && /^\d+$/.test(words[at] ?? '') && /^\d+$/.test(words[at - 1] ?? '')) {
    at -= 1
    length = 2
  }
  const [, digits = '', own = ''] = NUMBER.exec(words[at] ?? '') ?? []
  const number = Number(digits)
  const start = BEFORE_NUMBER.has(words[at - 1] ?? '') && at > 1 ? at - 1 : at
  const whole = at - start + length
  const next = words[at + length] ?? ''
  const plain: Reading = { words: without(words, start, whole), civic: { number, exponent: own } }
  if (own !== '' || !EXPONENT.test(next)) return [plain]
  return [{ words: without(words, start, whole + 1), civic: { number, exponent: next } }, plain]
}

/** Takes apart what somebody is typing into an address field, finished or not. Never throws. */
export const readTyped = (text: string): TypedPlace => {
  const road = withoutChainage(text.slice(0, MAX_LENGTH).replace(/\s+/g, ' '))
  const bare = withoutSnc(road.text)
  const words = tokens(streetKey(bare)).slice(0, MAX_WORDS)
  const readings = road.km === '' ? withCivic(words) : []
  return {
    readings: words.length === 0 ? [] : [...readings, { words, civic: null }].filter((one) => one.words.length > 0),
    km: road.km,
    isUnnumbered: bare !== road.text,
  }
}
