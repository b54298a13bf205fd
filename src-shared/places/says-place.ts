import { tokens } from '../search/fold'
import { streetKey } from './street-key'
import { readTyped } from './typed-place'

/** Articles and prepositions: "dei" for "delle" names the same street. */
const LITTLE_WORDS = new Set(
  (
    'a al allo alla all ai agli alle d da dal dallo dalla dall dai dagli dalle di del dello della dell dei degli delle e ' +
    'i gli il in l la le lo nel nello nella nell nei negli nelle su sul sullo sulla sull sui sugli sulle'
  ).split(' '),
)

/**
 * Whether `typed` names the place in whole words: accents, abbreviations, initials, order, articles and prepositions are
 * forgiven, and the last word may be on its way. A letter that was forgiven, or a word that is not in it, makes it a guess.
 * `around` are the names that may stand beside it: district, locality.
 */
export const saysPlace = (typed: string, text: string, around: readonly string[] = []): boolean => {
  const known = tokens([text, ...around].map(streetKey).join(' '))
  const isComplete = /[\s,]$/.test(typed)
  return readTyped(typed).readings.some(({ words, civic }) =>
    words.every((word, at) => {
      if (LITTLE_WORDS.has(word) || known.includes(word)) return true
      const isBegun = civic === null && !isComplete && at === words.length - 1
      return (isBegun || /^\p{L}$/u.test(word)) && known.some((one) => one.startsWith(word))
    }),
  )
}
