/** One part of a chapter, under a heading: what a search looks at. */
export interface SearchedPart {
  readonly heading: string
  readonly anchor: string
  readonly text: string
}

export interface SearchedChapter<Id extends string = string> {
  readonly id: Id
  readonly title: string
  readonly parts: readonly SearchedPart[]
}

export interface GuideHit<Id extends string = string> {
  readonly id: Id
  readonly title: string
  readonly heading: string
  readonly anchor: string
  /** A few words around the first hit; empty where only a heading has it. */
  readonly excerpt: string
}

export interface Piece {
  readonly text: string
  readonly isHit: boolean
}

const MARKS = /\p{M}/gu

const foldedSign = (sign: string): string => sign.normalize('NFD').replace(MARKS, '').toLowerCase().charAt(0) || sign

/** Small letters without accents, sign by sign, so that a place in it is the same place in the text. */
const folded = (text: string): string => text.toLowerCase().replace(/[\u0080-\uffff]/g, foldedSign)

interface Word {
  readonly word: string
  readonly at: number
}

/** The guide's texts are the same for as long as the page lives: each is taken apart once. */
const takenApart = new Map<string, readonly Word[]>()
const wordsOf = (text: string): readonly Word[] => {
  const known = takenApart.get(text)
  if (known) return known
  const words = [...folded(text).matchAll(/[\p{L}\p{N}]+/gu)].map(({ 0: word, index }) => ({ word, at: index }))
  takenApart.set(text, words)
  return words
}

const VERB = /(?:[aei]re|[aei]t[aeio])$/

/**
 * An ending that changes with number, gender or tense is no part of what is looked for: copie finds copia, giri finds giro,
 * ripristinare finds ripristina.
 */
const stem = (word: string): string => {
  const root = word.replace(VERB, '')
  if (root !== word && root.length > 3) return root
  if (word.length > 4) return word.replace(/(?:[aeiou]|s)$/, '')
  return word.length === 4 ? word.replace(/[ei]$/, '') : word
}

/** What is looked for, ready to be compared; an empty list looks for nothing. */
export const searchWords = (asked: string): string[] => {
  const words = folded(asked).match(/[\p{L}\p{N}]+/gu) ?? []
  return [...new Set(words.map(stem))]
}

interface Span {
  readonly from: number
  readonly to: number
}

/** The words of a text that begin with one that is looked for. */
const spansIn = (text: string, words: readonly string[]): Span[] =>
  words.length === 0
    ? []
    : wordsOf(text)
        .filter(({ word }) => words.some((one) => word.startsWith(one)))
        .map(({ word, at }) => ({ from: at, to: at + word.length }))

/** A text cut at its hits, to be marked. */
export const cutAtHits = (text: string, words: readonly string[]): Piece[] => {
  const pieces: Piece[] = []
  let done = 0
  for (const { from, to } of spansIn(text, words)) {
    if (from > done) pieces.push({ text: text.slice(done, from), isHit: false })
    pieces.push({ text: text.slice(from, to), isHit: true })
    done = to
  }
  if (done < text.length) pieces.push({ text: text.slice(done), isHit: false })
  return pieces
}

const has = (text: string, word: string): boolean => spansIn(text, [word]).length > 0

const BEFORE = 40
const LENGTH = 150

const excerptOf = (text: string, words: readonly string[]): string => {
  const [first] = spansIn(text, words)
  if (!first) return ''
  const begin = text.lastIndexOf(' ', Math.max(0, first.from - BEFORE))
  const from = first.from <= BEFORE ? 0 : begin + 1
  const end = text.indexOf(' ', from + LENGTH)
  const to = end < 0 ? text.length : end
  return `${from > 0 ? '… ' : ''}${text.slice(from, to)}${to < text.length ? ' …' : ''}`
}

const IN_TITLE = 100
const IN_HEADING = 10
/** Words that stand together as they were asked for say more than the same ones here and there. */
const TOGETHER = 40

const countWords = (text: string): number => Math.max(1, wordsOf(text).length)

/**
 * The parts that have all the words, or where none has them all those that have most (a chapter's title counts with its
 * parts); the most telling first.
 */
export const searchGuide = <Id extends string>(
  chapters: readonly SearchedChapter<Id>[],
  asked: string,
): GuideHit<Id>[] => {
  const words = searchWords(asked)
  if (words.length === 0) return []
  const phrase = folded(asked).trim().replace(/\s+/g, ' ')
  const found = chapters.flatMap(({ id, title, parts }) =>
    parts.flatMap((part) => {
      const { heading, anchor, text } = part
      const said = words.filter((word) => has(title, word) || has(heading, word) || has(text, word)).length
      // A title alone says it for its first part; the others would only repeat it.
      const isItsOwn = words.some((word) => has(heading, word) || has(text, word)) || part === parts[0]
      if (!isItsOwn) return []
      const worth = words.reduce(
        (sum, word) =>
          sum +
          (has(title, word) ? IN_TITLE / countWords(title) : 0) +
          (has(heading, word) ? IN_HEADING : 0) +
          Math.min(spansIn(text, [word]).length, IN_HEADING - 1),
        words.length > 1 && folded(`${heading} ${text}`).includes(phrase) ? TOGETHER : 0,
      )
      return [{ said, worth, hit: { id, title, heading, anchor, excerpt: excerptOf(text, words) } }]
    }),
  )
  const most = Math.max(1, ...found.map(({ said }) => said))
  return found
    .filter(({ said }) => said === most)
    .toSorted((a, b) => b.worth - a.worth)
    .map(({ hit }) => hit)
}
