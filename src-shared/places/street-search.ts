import { tokens } from '../search/fold'
import { isStreetWord } from './address'
import { streetKey } from './street-key'

export interface NamedStreet {
  readonly name: string
  /** The district or hamlet that the register writes beside it; empty for none. */
  readonly locality: string
}

export interface FoundStreet<S extends NamedStreet> {
  readonly street: S
  /** How far what was typed lies from the name; 0 is word for word. */
  readonly cost: number
}

const LITTLE_WORDS = new Set(
  'di del dello della dei degli delle da dal dalla al alla ai il lo la i gli le e'.split(' '),
)

/** Shorter words hold too little to forgive a letter in them. */
const FORGIVEN_FROM = 4
const BEGINS = 1
const NEARLY = 3
const OF_LOCALITY = 1
/** "Piazza Roma" typed for "Via Roma", "dei" for "delle": worth less than a name that has it. */
const LITTLE_MISSED = 2
const MISSED = Number.POSITIVE_INFINITY

/** Whether `word` begins with something that is at most one wrong, missing, extra or swapped letter away from `typed`. */
export const nearlyBegins = (word: string, typed: string): boolean => {
  let at = 0
  while (at < typed.length && typed[at] === word[at]) at += 1
  if (at >= typed.length) return true
  const rest = typed.slice(at + 1)
  return (
    word.startsWith(rest, at + 1) ||
    word.startsWith(rest, at) ||
    word.startsWith(typed.slice(at), at + 1) ||
    (typed[at] === word[at + 1] && typed[at + 1] === word[at] && word.startsWith(typed.slice(at + 2), at + 2))
  )
}

const costOf = (word: string, typed: string): number => {
  if (word === typed) return 0
  if (word.startsWith(typed)) return BEGINS
  if (typed.length < FORGIVEN_FROM || /\d/.test(typed) || Math.abs(word.length - typed.length) > 12) return MISSED
  return nearlyBegins(word, typed) ? NEARLY + (Math.abs(word.length - typed.length) > 1 ? 1 : 0) : MISSED
}

interface Indexed<S> {
  readonly street: S
  readonly own: readonly number[]
  readonly around: readonly number[]
}

/**
 * The streets of a town in memory: each typed word is held against every different word once, then each street adds up
 * what its words cost. Accents, abbreviations, the words' order and one wrong letter in a word are forgiven.
 */
export class StreetSearch<S extends NamedStreet> {
  readonly #words: string[] = []
  readonly #streets: readonly Indexed<S>[]

  constructor(streets: readonly S[]) {
    const numbers = new Map<string, number>()
    const numbered = (text: string): number[] =>
      tokens(text).map((word) => {
        const known = numbers.get(word)
        if (known !== undefined) return known
        numbers.set(word, this.#words.length)
        this.#words.push(word)
        return this.#words.length - 1
      })
    this.#streets = streets.map((street) => ({
      street,
      own: numbered(streetKey(street.name)),
      around: numbered(streetKey(street.locality)),
    }))
  }

  get size(): number {
    return this.#streets.length
  }

  /** Best first; equally good ones in the order in which they were given. `words` are those of `readTyped`. */
  find(words: readonly string[], limit: number): FoundStreet<S>[] {
    const telling = words.filter((word) => !isStreetWord(word) && !LITTLE_WORDS.has(word))
    const costs = words.map((word) => ({
      missed: telling.length > 0 && !telling.includes(word) ? LITTLE_MISSED : MISSED,
      of: Float32Array.from(this.#words, (known) => costOf(known, word)),
    }))
    const found: FoundStreet<S>[] = []
    for (const { street, own, around } of this.#streets) {
      let total = 0
      let named = false
      for (const { missed, of } of costs) {
        let least = missed
        for (const at of own) {
          const cost = of[at] ?? MISSED
          if (cost < least) least = cost
        }
        if (least < missed) named = true
        for (const at of around) {
          const cost = (of[at] ?? MISSED) + OF_LOCALITY
          if (cost < least) least = cost
        }
        total += least
        if (total === MISSED) break
      }
      // The name of a district alone is no street's.
      if (total !== MISSED && named) found.push({ street, cost: total })
    }
    return found.toSorted((a, b) => a.cost - b.cost).slice(0, limit)
  }
}
