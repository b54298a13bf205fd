import { tokens } from '../search/fold'

/** Words that stand in every report and say nothing of its kind. */
const SILENT = new Set(
  'il lo la le gli un uno una di del dello della dei degli delle da dal dalla dai al alla ai agli alle allo in nel nella nei nelle con su sul sulla sui per tra fra che chi cui non ma ed anche ci si mi vi ne se come piu molto questo questa quello quella sono siamo essere stato stata ho ha hanno abbiamo era via viale piazza corte civico numero buongiorno buonasera salve gentile gentili cordiali saluti grazie distinti segnalo segnaliamo segnalare segnalazione volevo vorrei chiedo prego oggi ieri stamani stamattina giorni giorno settimana sempre ancora qui davanti vicino presso dove quando'.split(
    ' ',
  ),
)
const MOST_WORDS = 400
const GRAM = 4
/** Shorter words are their own best piece. */
const GRAMS_FROM = 5

/** What a text is known by, and how much each counts: words, pairs of neighbours, and pieces of long words. */
export interface TextFeature {
  readonly name: string
  readonly weight: number
  /** For a sentence that says why; null for pieces and pairs. */
  readonly word: string | null
}

/**
 * Folded words and the pieces of four letters within them: "lampioni" and "lampione", "illuminazone" and
 * "illuminazione" share most of theirs, so neither plurals nor slips need a dictionary. Each counts once a text.
 */
export const textFeatures = (text: string): readonly TextFeature[] => {
  const words = tokens(text.slice(0, 20_000))
    .filter((word) => word.length > 1 && !/\d/.test(word) && !SILENT.has(word))
    .slice(0, MOST_WORDS)
  const found = new Map<string, TextFeature>()
  const add = (name: string, weight: number, word: string | null): void => {
    if (!found.has(name)) found.set(name, { name, weight, word })
  }
  words.forEach((word, at) => {
    add(word, 1, word)
    const next = words[at + 1]
    if (next !== undefined) add(`${word} ${next}`, 0.5, null)
    if (word.length < GRAMS_FROM) return
    const edged = `<${word}>`
    for (let from = 0; from + GRAM <= edged.length; from += 1) add(`~${edged.slice(from, from + GRAM)}`, 0.2, null)
  })
  return [...found.values()]
}
