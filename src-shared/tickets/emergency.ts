import { tokens } from '../search/fold'
import { type TicketStatus, isOpen } from './vocabulary'

/** Words that carry no meaning of their own here, in phrases and texts alike. */
const STOP_WORDS = new Set(
  (
    'a ad al allo alla ai agli alle col con d da dal dallo dalla dai dagli dalle de dei del dello della degli delle di ' +
    'e ed gli i il in l la le lo nel nello nella nei negli nelle per su sul sullo sulla sui sugli sulle tra fra ' +
    'un uno una è c ce ci vi ha ho hanno sono sia stato stata stati state si molto grosso grossa grande'
  ).split(' '),
)

/** Directly before the phrase these deny it: "nessuna fuga di gas", "non c'è frana". */
const DENIALS = new Set(['non', 'nessun', 'nessuno', 'nessuna', 'senza'])

/** Directly before the phrase these make it the name of a place: "via della Frana". */
const STREET_WORDS = new Set(['via', 'viale', 'vicolo', 'piazza', 'piazzale', 'corte', 'localita', 'loc', 'rio'])

/** "Caduto vicino al palo", "caduto contro un palo": what follows these is where it was, not what it happened to. */
const PLACE_WORDS = new Set(
  (
    'a ad al allo alla all ai agli alle con col coi contro da dal dallo dalla dall dai dagli dalle davanti dietro fra in ' +
    'nel nello nella nell nei negli nelle presso sopra sotto su sul sullo sulla sull sui sugli sulle tra verso vicino'
  ).split(' '),
)
const ARTICLES = new Set('il lo la l i gli le un uno una'.split(' '))

/** How many other meaningful words may stand between two words of a phrase, and between all of them. */
const SLACK_EACH = 2
const SLACK = 3

/**
 * Enough of a stem for Italian nouns and participles: `frana`/`frane`, `caduto`/`caduti`/`cadute`, `fuga`/`fughe`.
 * Very short words stay as they are.
 */
const stem = (word: string): string => {
  if (word.length < 4) return word
  return word.replace(/i?[aeiou]$/, '').replace(/([cg])h$/, '$1')
}

interface Word {
  readonly plain: string
  readonly stem: string
  /** Where it stands in the text. */
  readonly at: number
  readonly end: number
  /** Which clause of the text it stands in. */
  readonly clause: number
  /** A place word, with or without an article, leads up to it. */
  readonly isPlaced: boolean
}

interface FoundEmergency {
  /** The phrase of the office's list. */
  readonly phrase: string
  /** The words as they were written. */
  readonly said: string
}

/** A full stop ends a sentence only where a new one plainly begins. */
const SENTENCE_END = /[.!?]+\s+(?=\p{Lu})|;\s|\n\s*\n/gu
/** "And the …", ", the …": something else is spoken of. */
const CLAUSE_END =
  /(?:[,:]|(?<![\p{L}\p{N}'’])(?:e|ed|ma|mentre|però))\s+(?=(?:il|lo|la|i|gli|le|un|uno|una)\s|(?:l|un)['’])/giu
const LETTERS = /[\p{L}\p{N}\p{M}]+/gu

const endsIn = (text: string, pattern: RegExp): number[] => [...text.matchAll(pattern)].map(({ index }) => index)

/** The meaningful words of each sentence. */
const sentencesOf = (text: string): Word[][] => {
  const sentenceEnds = endsIn(text, SENTENCE_END)
  const clauseEnds = endsIn(text, CLAUSE_END)
  const sentences: Word[][] = [[]]
  let before: readonly string[] = []
  let clause = 0
  for (const { 0: written, index: at } of text.matchAll(LETTERS)) {
    while (at > (clauseEnds[clause] ?? text.length)) clause += 1
    while (at > (sentenceEnds[sentences.length - 1] ?? text.length)) {
      sentences.push([])
      before = []
    }
    for (const plain of tokens(written)) {
      const lead = ARTICLES.has(before.at(-1) ?? '') ? before.at(-2) : before.at(-1)
      const word = { plain, stem: stem(plain), at, end: at + written.length, clause }
      if (!STOP_WORDS.has(plain)) sentences.at(-1)?.push({ ...word, isPlaced: PLACE_WORDS.has(lead ?? '') })
      before = [before.at(-1) ?? '', plain]
    }
  }
  return sentences
}

const stemsOf = (phrase: string): string[] => {
  const words = tokens(phrase)
  // In a phrase "senza" is meant; in a text it only denies what follows it.
  const meaningful = words.filter((word) => !STOP_WORDS.has(word))
  return (meaningful.length > 0 ? meaningful : words).map(stem)
}

const isInNameOrDenied = (before: Word | undefined): boolean =>
  before !== undefined && (DENIALS.has(before.plain) || STREET_WORDS.has(before.plain))

/**
 * The last word of a phrase that begins at `from`; null where it does not. Its first two words stand in one clause, and
 * the first of all comes first or is led up to by no place word: "caduto un palo", and not "caduto vicino al palo".
 */
const lastOf = (words: readonly Word[], from: number, stems: readonly string[]): Word | null => {
  const missing = stems.map((one, rank) => ({ stem: one, rank }))
  let between = 0
  let since = 0
  let clause: number | null = null
  for (const word of words.slice(from, from + stems.length + SLACK)) {
    const index = missing.findIndex((one) => one.stem === word.stem)
    const rank = missing[index]?.rank
    if (rank === undefined) {
      since += 1
      between += 1
      // The first word must be one of the phrase, or the place is not its own.
      if (word === words[from] || since > SLACK_EACH || between > SLACK) return null
      continue
    }
    if (rank === 0 && word.isPlaced && word !== words[from]) return null
    if (rank < 2 && clause !== null && clause !== word.clause) return null
    if (rank < 2) clause = word.clause
    missing.splice(index, 1)
    since = 0
    if (missing.length === 0) return word
  }
  return null
}

const saidIn = (text: string, sentences: readonly Word[][], stems: readonly string[]): string | null => {
  for (const words of sentences)
    for (const [from, first] of words.entries()) {
      const last = isInNameOrDenied(words[from - 1]) ? null : lastOf(words, from, stems)
      if (last !== null) return text.slice(first.at, last.end).replace(/\s+/g, ' ')
    }
  return null
}

/**
 * Prepares a list of phrases once and answers, for a text, which of them it speaks of and with which words, in the
 * list's order. Accents, case, number, gender and small words do not matter. A false alarm costs a glance, a missed one
 * does not: so the words of a phrase must only stand near each other, and a denial or a street's name directly
 * before them silences them.
 */
export const emergencyFinder = (phrases: readonly string[]): ((text: string) => FoundEmergency[]) => {
  const prepared = phrases.map((phrase) => ({ phrase, stems: stemsOf(phrase) })).filter(({ stems }) => stems.length > 0)
  return (text) => {
    // Nearly every text lacks one of the words: where they stand is looked at only for the others.
    const held = new Set(tokens(text).map(stem))
    const possible = prepared.filter(({ stems }) => stems.every((one) => held.has(one)))
    if (possible.length === 0) return []
    const sentences = sentencesOf(text)
    return possible.flatMap(({ phrase, stems }) => {
      const said = saidIn(text, sentences, stems)
      return said === null ? [] : [{ phrase, said }]
    })
  }
}

/** Whether somebody still has to go and see: what is finished or closed has been seen. */
export const asksToVerify = ({ emergency, status }: { emergency: boolean; status: TicketStatus }): boolean =>
  emergency && isOpen(status) && status !== 'done'
