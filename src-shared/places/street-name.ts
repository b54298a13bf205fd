const LITTLE_WORDS = new Set(
  'di del dello della dei degli delle da dal dallo dalla dai dagli dalle al allo alla ai agli alle in nel nella e ed il lo la i gli le per a con su sul sulla tra fra'.split(
    ' ',
  ),
)
const ELIDED = new Set('d l dell all dall sull nell un'.split(' '))
/** One to thirty-nine: the days and the popes of street signs. */
const ROMAN = /^(?=[IVX]{2,})X{0,3}(?:IX|IV|V?I{0,3})$/
const ROADS = new Set(['SP', 'SR', 'SS', 'A'])
const ACCENTS: Readonly<Record<string, string>> = { a: 'à', e: 'è', i: 'ì', o: 'ò', u: 'ù' }

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1).toLowerCase()

/** `CITTA'` is how registers without accents write `Città`; `CA'` is a word of its own. */
const accented = (word: string): string =>
  word.replace(
    /^(.{2,})([aeiou])'$/i,
    (_, start: string, vowel: string) => start + (ACCENTS[vowel.toLowerCase()] ?? ''),
  )

const cased = (word: string, isFirst: boolean, next: string | undefined): string => {
  if (/\d/.test(word) || /^(?:\p{L}\.)+$/u.test(word)) return word
  if (ROADS.has(word) && /^\d/.test(next ?? '')) return word
  const lower = word.toLowerCase()
  if (!isFirst && LITTLE_WORDS.has(lower)) return lower
  if (ROMAN.test(word)) return word
  const [head = '', ...rest] = accented(word).split("'")
  const joined = rest.filter((part) => part !== '')
  if (joined.length === 0)
    return word
      .split('-')
      .map((part) => capital(accented(part)))
      .join('-')
  const before = !isFirst && ELIDED.has(head.toLowerCase()) ? head.toLowerCase() : capital(head)
  return [before, ...joined.map(capital)].join("'")
}

/**
 * A street's name as a person writes it: registers hold `VIA DELL'ACQUA CALDA`, signs `Via dell'Acqua Calda`. A name
 * that is not all capitals is left as it is.
 */
export const writtenName = (odonym: string): string => {
  const text = odonym.trim().replace(/\s+/g, ' ')
  if (text !== text.toUpperCase()) return text
  const words = text.split(' ')
  return words.map((word, at) => cased(word, at === 0, words[at + 1])).join(' ')
}
