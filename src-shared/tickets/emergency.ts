import { tokens } from '../search/fold'

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

/** How many other meaningful words may stand between the words of one phrase. */
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
}

/** The meaningful words of each sentence; a full stop ends a sentence only where a new one plainly begins. */
const sentencesOf = (text: string): Word[][] =>
  text.split(/[.!?;]+\s+(?=\p{Lu})|\n\s*\n/u).map((sentence) =>
    tokens(sentence)
      .filter((plain) => !STOP_WORDS.has(plain))
      .map((plain) => ({ plain, stem: stem(plain) })),
  )

const stemsOf = (phrase: string): string[] => {
  const words = tokens(phrase)
  // In a phrase "senza" is meant; in a text it only denies what follows it.
  const meaningful = words.filter((word) => !STOP_WORDS.has(word))
  return (meaningful.length > 0 ? meaningful : words).map(stem)
}

const isInNameOrDenied = (before: Word | undefined): boolean =>
  before !== undefined && (DENIALS.has(before.plain) || STREET_WORDS.has(before.plain))

/** Do all stems stand within a window that starts at `from`? */
const standsAt = (words: readonly Word[], from: number, stems: readonly string[]): boolean => {
  const missing = [...stems]
  const end = Math.min(words.length, from + stems.length + SLACK)
  for (let at = from; at < end && missing.length > 0; at += 1) {
    const index = missing.indexOf(words[at]?.stem ?? '')
    if (index >= 0) missing.splice(index, 1)
    // The first word of the window must be one of the phrase, or the window is not its own.
    else if (at === from) return false
  }
  return missing.length === 0
}

/**
 * Prepares a list of phrases once and answers, for a text, which of them it speaks of, in the list's order.
 * Accents, case, number, gender and small words do not matter. A false alarm costs a glance, a missed one
 * does not: so only a denial or a street's name directly before the phrase silences it.
 */
export const emergencyFinder = (phrases: readonly string[]): ((text: string) => string[]) => {
  const prepared = phrases.map((phrase) => ({ phrase, stems: stemsOf(phrase) })).filter(({ stems }) => stems.length > 0)
  return (text) => {
    const sentences = sentencesOf(text)
    return prepared
      .filter(({ stems }) =>
        sentences.some((words) =>
          words.some((_, from) => standsAt(words, from, stems) && !isInNameOrDenied(words[from - 1])),
        ),
      )
      .map(({ phrase }) => phrase)
  }
}
