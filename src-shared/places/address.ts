import { fold } from '../search/fold'

/** What people shorten on Italian street signs and forms, folded; each to its full word. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  v: 'via',
  vle: 'viale',
  'v le': 'viale',
  vlo: 'vicolo',
  'v lo': 'vicolo',
  pza: 'piazza',
  'p za': 'piazza',
  'p zza': 'piazza',
  pzza: 'piazza',
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
  sta: 'santa',
  's ta': 'santa',
  sto: 'santo',
  's to': 'santo',
  ss: 'santi',
  flli: 'fratelli',
  'f lli': 'fratelli',
}

/** The words of a street's name as two writings of it are compared: folded, abbreviations written out. */
export const streetKey = (text: string): string => {
  const words = fold(text)
    .split(' ')
    .filter((word) => word !== '')
  const result: string[] = []
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at] ?? ''
    const pair = `${word} ${words[at + 1] ?? ''}`
    const whole = ABBREVIATIONS[pair]
    if (whole !== undefined) {
      result.push(whole)
      at += 1
    } else if (word === 's' && at + 1 < words.length) result.push('san')
    else result.push(ABBREVIATIONS[word] ?? word)
  }
  return result.join(' ')
}

export interface AddressParts {
  /** As written, without number and locality; empty when the text names no street. */
  readonly street: string
  /** House number, `12` or a range `33/35`; empty for none and for SNC. */
  readonly civic: string
  readonly exponent: string
  /** Chainage of a road, `4+300`; never a house number. */
  readonly km: string
  /** What follows a comma: a district or landmark. */
  readonly locality: string
}

const STREET_WORDS =
  /^(via|viale|vicolo|v\.?|v\.?le|v\.?lo|piazza|piazzale|p\.?z?za|p\.?le|corso|c\.?so|largo|l\.?go|corte|c\.?te|strada|str\.?|traversa|trav\.?|contrada|c\.?da|borgo|b\.?go|localit[aà]|loc\.?|s[psr]\.?\s?\d+)\b/i
const KM = /\bkm\.?\s*(\d+(?:\s*[+,.]\s*\d+)?)/i
const NO_NUMBER = /[\s,]+s\.?n\.?c?\.?\s*$/i
const CIVIC = /[\s,]+(?:n(?:\.|°|º|um\.?)?\s*)?(\d+)\s*(?:(\/\s*\d+)|[/\s-]?\s*((?:bis|ter|quater|[a-z])))?\s*$/i

/**
 * Takes an address apart as people say it: `Via Romana 12/A, Lunata`. A road and its kilometre (`SP 23 km 4+300`) have
 * no house number. Never throws; what it does not understand stays in `street` or `locality`.
 */
export const splitAddress = (text: string): AddressParts => {
  const trimmed = text.trim().replace(/\s+/g, ' ')
  const km = KM.exec(trimmed)?.[1]?.replaceAll(' ', '') ?? ''
  const [head = '', ...rest] = trimmed
    .replace(KM, '')
    .split(',')
    .map((part) => part.trim())
  let main = head.replace(NO_NUMBER, '')
  let tail = rest
  // "Via Romana, 12" puts the number behind the comma.
  const [next = ''] = rest
  if (/^(n\.?\s*)?\d+\s*\/?\s*(bis|ter|[a-z]|\d+)?$/i.test(next) && STREET_WORDS.test(main)) {
    main = `${main} ${next}`
    tail = rest.slice(1)
  } else if (/^s\.?n\.?c?\.?$/i.test(next)) tail = rest.slice(1)
  const isRoad = /^s[psr]\.?\s?\d+/i.test(main)
  const found = isRoad ? null : CIVIC.exec(main)
  const street = found === null ? main : main.slice(0, found.index).trim()
  const named = STREET_WORDS.test(street)
  return {
    street: named ? street : '',
    civic: found?.[1] === undefined ? '' : `${found[1]}${(found[2] ?? '').replaceAll(' ', '')}`,
    exponent: found?.[3]?.toLowerCase() ?? '',
    km,
    locality: (named ? tail : [head, ...tail]).filter((part) => part !== '').join(', '),
  }
}
