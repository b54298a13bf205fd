import { tokens } from '../search/fold'

/** What is shortened on Italian street signs and forms, folded (so that `P.ZZA` reads `p zza`); to the full word. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  vle: 'viale',
  'v le': 'viale',
  vlo: 'vicolo',
  'v lo': 'vicolo',
  vic: 'vicolo',
  pza: 'piazza',
  pzza: 'piazza',
  'p za': 'piazza',
  'p zza': 'piazza',
  ple: 'piazzale',
  'p le': 'piazzale',
  cso: 'corso',
  'c so': 'corso',
  lgo: 'largo',
  'l go': 'largo',
  loc: 'localita',
  fraz: 'frazione',
  str: 'strada',
  trav: 'traversa',
  cda: 'contrada',
  'c da': 'contrada',
  bgo: 'borgo',
  'b go': 'borgo',
  cte: 'corte',
  'c te': 'corte',
  flli: 'fratelli',
  'f lli': 'fratelli',
  's ta': 'san',
  's to': 'san',
  sta: 'san',
  sto: 'san',
  ss: 'santi',
  // Who writes "S. Anna" cannot be told from who writes "Sant'Anna": one word for all saints.
  s: 'san',
  sant: 'san',
  santa: 'san',
  santo: 'san',
}

const MONTHS = new Set(
  'gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre'.split(' '),
)
export const isMonth = (word: string): boolean => MONTHS.has(word)

const NUMBER_WORDS: Readonly<Record<string, string>> = {
  primo: '1',
  '1o': '1',
  due: '2',
  quattro: '4',
  otto: '8',
  undici: '11',
  venti: '20',
  ventiquattro: '24',
  venticinque: '25',
}
const ROMAN: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10 }

/** `xxv` → `25`, for the days of a month only. */
const dayOfRoman = (word: string): string | null => {
  if (!/^[ivx]{1,6}$/.test(word)) return null
  const values = [...word].map((letter) => ROMAN[letter] ?? 0)
  const day = values.reduce((sum, value, at) => sum + (value < (values[at + 1] ?? 0) ? -value : value), 0)
  return day <= 31 ? String(day) : null
}

const ROAD_NAMES: Readonly<Record<string, string>> = { provinciale: 'sp', regionale: 'sr', statale: 'ss' }

/** `S.P. 23`, `SP23`, `sp n. 23`, `strada provinciale 23` → `sp 23`: on folded text, before its words are looked at. */
const withRoads = (folded: string): string =>
  folded
    .replace(
      /\b(?:strada )?(provinciale|regionale|statale)(?: n)? (?=\d+(?: (\w+))?)/g,
      // "Provinciale 5 aprile" is a date, not road 5.
      (whole, name: string, after?: string) =>
        after !== undefined && isMonth(after) ? whole : `${ROAD_NAMES[name] ?? name} `,
    )
    .replace(/\bs ?([prs])(?: n)? ?(?=\d)/g, 's$1 ')

/**
 * The words of a street's name as two writings of it are compared: folded, abbreviations written out, dates and
 * roads in one form. A key, not for showing.
 */
export const streetKey = (text: string): string => {
  const words = tokens(withRoads(tokens(text).join(' ')))
  const result: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const next = words[at + 1] ?? ''
    const pair = ABBREVIATIONS[`${word} ${next}`]
    if (pair !== undefined) {
      result.push(pair)
      at += 1
    } else if (word === 'v' && at === 0 && next !== '') result.push('via')
    else if (isMonth(next)) result.push(NUMBER_WORDS[word] ?? dayOfRoman(word) ?? ABBREVIATIONS[word] ?? word)
    // A lone "s" is still being typed, and "ss 12" is a road.
    else if ((word === 's' && next === '') || (word === 'ss' && /^\d/.test(next))) result.push(word)
    else result.push(ABBREVIATIONS[word] ?? word)
  }
  return result.join(' ')
}
