import { fold } from '../search/fold'
import { isStreetWord, splitAddress } from './address'
import { isMonth, streetKey } from './street-key'

/** An address that stands among other words. */
export interface SaidPlace {
  /** As the register's field would have it typed: `via Romana 12/a`. */
  readonly address: string
  /** "Abito in via …": where they live, and perhaps not what they report. */
  readonly isHome: boolean
}

const MAX_LENGTH = 5000
const MOST_WORDS = 8
const MOST = 3
const WORD = /[\p{L}\d]+(?:[.'’/°-]+[\p{L}\d]+)*\.?/gu
/** A name does not go on behind these. */
const BREAK = /[\n;:!?()]/
const HOME = /\b(?:abit\w*|resident\w*|residenza|domicili\w*|viv[oae]|sede)\b/
const CIVIC =
  /^\s*,?\s*(?:(?:al(?:l['’]altezza (?:del )?(?:civico )?)?|n\.?|n°|nr\.?|num(?:ero)?\.?|civ(?:ico)?\.?)\s*){0,2}(\d{1,5})(?:(\s*\/\s*|\s*)(bis|ter|quater|[a-z])(?![\p{L}\d'’])|\s*\/\s*(\d{1,5}))?(?!\d)(?:\s+(\p{L}+))?/iu
/** "15 a Lunata", "8 e poi": a small letter that stands alone is a word. */
const isExponent = (gap: string, letters: string): boolean =>
  gap === '' || gap.includes('/') || letters.length > 1 || letters !== letters.toLowerCase()
/** "Via Romana 12 lampioni", "alle 12 e 30": a number that counts or tells the time is no house's. */
const COUNTED =
  /^(?:lampion|buch|alber|piant|caditoi|tombin|auto|macchin|metr|giorn|or[ae]$|volt|person|anni?$|mes[ei])/

interface Word {
  readonly text: string
  readonly at: number
  readonly end: number
}

const wordsOf = (text: string): Word[] =>
  [...text.matchAll(WORD)].map((found) => ({ text: found[0], at: found.index, end: found.index + found[0].length }))

const beginsStreet = (word: string): boolean => isStreetWord(streetKey(`${word} x`).split(' ')[0] ?? '')

const civicAfter = (rest: string): string => {
  const [, number = '', gap = '', letters = '', second = '', next = ''] = CIVIC.exec(rest) ?? []
  if (number === '' || isMonth(fold(next)) || COUNTED.test(fold(next))) return ''
  if (second !== '') return ` ${number}/${second}`
  return letters !== '' && isExponent(gap, letters) ? ` ${number}/${letters.toLowerCase()}` : ` ${number}`
}

const roadAt = (rest: string): string | null => {
  const { road, km } = splitAddress(rest.slice(0, 60).split(/[\n;:!?]/)[0] ?? '')
  return road !== '' && km !== '' ? `${road} km ${km}` : null
}

/**
 * Addresses that a text names, what is reported before where somebody lives, at most three; the longest name that
 * `knows` (by its `streetKey`) counts, so that nothing is taken for a street that is none. Never throws.
 */
export const placesInWords = (said: string, knows: (key: string) => boolean): readonly SaidPlace[] => {
  const text = said.slice(0, MAX_LENGTH)
  const words = wordsOf(text)
  const found = new Map<string, SaidPlace>()
  const keep = (address: string, at: number): void => {
    const isHome = HOME.test(fold(text.slice(Math.max(0, at - 30), at)))
    const known = found.get(fold(address))
    if (known === undefined || (known.isHome && !isHome)) found.set(fold(address), { address, isHome })
  }
  for (let first = 0; first < words.length; first += 1) {
    const start = words[first]
    if (start === undefined) break
    const road = /^(?:s\.?[prs]\.?\d*|strada|provinciale|statale|regionale)$/i.test(start.text)
      ? roadAt(text.slice(start.at))
      : null
    if (road !== null) keep(road, start.at)
    if (!beginsStreet(start.text)) continue
    const last = Math.min(first + MOST_WORDS, words.length) - 1
    for (let until = last; until > first; until -= 1) {
      const end = words[until]
      if (end === undefined) continue
      const name = text.slice(start.at, end.end)
      if (BREAK.test(name) || !knows(streetKey(name))) continue
      keep(`${name.replace(/[.,]$/, '')}${civicAfter(text.slice(end.end))}`, start.at)
      first = until
      break
    }
  }
  const all = [...found.values()]
  return [...all.filter(({ isHome }) => !isHome), ...all.filter(({ isHome }) => isHome)].slice(0, MOST)
}
