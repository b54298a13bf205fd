/**
 * The words in braces that the letters to other bodies may hold. They are written into stores, in the language of those
 * who read the letters: an entry is never renamed or removed.
 */
export const LETTER_WORDS = [
  'ente',
  'numero',
  'oggetto',
  'luogo',
  'frazione',
  'coordinate',
  'categoria',
  'descrizione',
  'cittadino',
  'giorno_segnalazione',
  'giorno_trasmissione',
  'giorni',
  'oggi',
  'operatore',
  'ufficio',
  'comune',
  'telefono',
  'email_ufficio',
] as const
export type LetterWord = (typeof LETTER_WORDS)[number]
export type LetterValues = Readonly<Record<LetterWord, string>>

const MARK = /\{([A-Za-zÀ-ÿ_]+)\}/g
const KNOWN: ReadonlySet<string> = new Set(LETTER_WORDS)

/** Names in braces that mean nothing, in the order of the text. */
export const unknownLetterWords = (text: string): string[] => [
  ...new Set([...text.matchAll(MARK)].map(([, name = '']) => name).filter((name) => !KNOWN.has(name))),
]

/** A line of which nothing is known (`Frazione: {frazione}` without one) is left out; so are the blanks it leaves. */
export const fillLetter = (text: string, values: LetterValues): string =>
  text
    .split('\n')
    .flatMap((line) => {
      const names = [...line.matchAll(MARK)].map(([, name = '']) => name).filter((name) => KNOWN.has(name))
      if (names.length > 0 && names.every((name) => values[name as LetterWord].trim() === '')) return []
      return [line.replace(MARK, (mark, name: string) => (KNOWN.has(name) ? values[name as LetterWord] : mark))]
    })
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
