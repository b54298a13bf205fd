/**
 * The words in braces that a ready answer or a signature may hold. They are written into stores, in the language of
 * the citizens who read the answers: an entry is never renamed or removed.
 */
export const PLACEHOLDERS = [
  'numero',
  'codice',
  'nome',
  'oggetto',
  'indirizzo',
  'frazione',
  'categoria',
  'stato',
  'esito',
  'giorno_previsto',
  'giorno_intervento',
  'nota_squadra',
  'squadra',
  'giro',
  'ente',
  'giorno_segnalazione',
  'oggi',
  'operatore',
  'ufficio',
  'comune',
  'telefono',
  'email_ufficio',
  'pagina',
] as const
export type Placeholder = (typeof PLACEHOLDERS)[number]
export type PlaceholderValues = Readonly<Record<Placeholder, string>>

/** A brace that holds one word; prices, code and dates in braces are none. */
const MARK = /\{([A-Za-zÀ-ÿ_]+)\}/g
const KNOWN: ReadonlySet<string> = new Set(PLACEHOLDERS)

const isPlaceholder = (name: string): name is Placeholder => KNOWN.has(name)

export const markOf = (name: Placeholder): string => `{${name}}`

const namesIn = (text: string): string[] => [...new Set([...text.matchAll(MARK)].map(([, name = '']) => name))]

/** Names in braces that mean nothing, in the order of the text. */
export const unknownPlaceholders = (text: string): string[] => namesIn(text).filter((name) => !isPlaceholder(name))

/** What still waits for a word: an answer that holds one is not finished. */
export const openPlaceholders = (text: string): Placeholder[] => namesIn(text).filter(isPlaceholder)

/** Fills in what has a value; what has none stays as its mark, for whoever writes to see. */
export const fillPlaceholders = (text: string, values: PlaceholderValues): string =>
  text.replace(MARK, (mark, name: string) => (isPlaceholder(name) && values[name].trim() !== '' ? values[name] : mark))

/** A signature that asks for something nobody filled in does without the line that asks. */
export const fillSignature = (text: string, values: PlaceholderValues): string =>
  fillPlaceholders(text, values)
    .split('\n')
    .filter((line) => openPlaceholders(line).length === 0)
    .join('\n')
    .trim()
