import { fold, tokens } from '../search/fold'
import { isMonth, streetKey } from './street-key'

export interface AddressParts {
  /** As written, without number and locality; a road (`SP 23`) counts as one. Empty when the text names no street. */
  readonly street: string
  /** House number, `12` or a range `33/35`; empty for none and for SNC. */
  readonly civic: string
  /** `a`, `bis`, in lower case; empty for none. */
  readonly exponent: string
  /** The road's name in one form, `SP 23`, `A 11`; empty for a street. */
  readonly road: string
  /** Chainage of a road, `4+300`; never a house number. */
  readonly km: string
  /** District or landmark: what follows the number, a comma or a dash, or stands in brackets. */
  readonly locality: string
}

const MAX_LENGTH = 300

/** First words of a street's name, as `streetKey` writes them. */
const STREET_WORDS = new Set(
  'via viale vicolo piazza piazzale piazzetta corso largo corte strada traversa contrada borgo rotonda sottopasso cavalcavia galleria lungomare viottolo salita argine'.split(
    ' ',
  ),
)
const PLACE_WORDS = /^(?:in |a )?(?:loc(?:alit[aà])?|fraz(?:ione)?)[.\s]+(?:di\s+)?/i
const LITTLE_WORDS = new Set(
  'di del dello della dei degli delle da dal dalla al alla ai il lo la i gli le san'.split(' '),
)

const KM = /[\s,]*\b(?:al\s+)?k(?:ilo)?m(?:etro)?\.?\s*(\d{1,3}(?:\s*[+,.]\s*\d{1,3})?)(?!\d)/i
const MOTORWAY = /^(?:autostrada\s+)?A\s?(\d{1,2})\b/i
const ROAD_KEY = /^(?:strada )?(s[prs]) (\d+(?: ?(?:bis|ter|[a-z]\b))?)/

/** The number, its range or exponent, and what must follow for it to be a house's: the end, a comma, a dash, a bracket. */
const NUMBER = String.raw`(?:(?:n(?:\.|°|º|r\.?|um(?:ero)?\.?)?|civ(?:ico)?\.?)\s*)?(\d{1,5})(?:\s*([/-])\s*(\d{1,5})(?![\w+])|\s*[/-]?\s*(bis|ter|quater|[a-z])(?![\p{L}\d']))?`
const CIVIC_AT_END = new RegExp(
  String.raw`^(.*?[^\s,])[\s,]+${NUMBER}(?=\s*(?:$|[,;(]|-\s|\s-|int\b|scala\b|piano\b|palazzin))`,
  'iu',
)
const CIVIC_INSIDE = new RegExp(String.raw`^(.*?[^\s,])[\s,]+${NUMBER}(?=\s+\p{L})`, 'iu')
const NO_NUMBER = /[\s,]+(?:s\.?\s?n\.?\s?c\.?|s\.n\.?|senza numero(?: civico)?)(?=\s*(?:$|[,;(-]))/i

const trimmed = (text: string): string => text.replace(/^[\s,;.-]+|[\s,;-]+$/g, '')

/** `via`, `piazza` …: a word of a `streetKey` that says what kind of street it is. */
export const isStreetWord = (word: string): boolean => STREET_WORDS.has(word)

const isStreet = (text: string): boolean => {
  const [first = ''] = streetKey(text).split(' ')
  return isStreetWord(first)
}

/** "Via dei 100 …" has not come to its name yet, and in "via 25 Aprile" the number is the name. */
const mayEndBefore = (street: string, after: string): boolean => {
  const [next = ''] = tokens(after)
  const name = streetKey(street)
    .split(' ')
    .slice(1)
    .filter((word) => !LITTLE_WORDS.has(word))
  return !isMonth(next) && name.length > 0
}

const localityOf = (text: string): string => {
  const inside = text.replace(/[()]/g, ',')
  const parts = inside
    .split(/[,;]|\s-\s/)
    .map((part) =>
      trimmed(trimmed(part).replace(PLACE_WORDS, ''))
        .replace(/^\d{5}\s+/, '')
        .trim(),
    )
    // A postcode and a province's letters say nothing within one municipality.
    .filter((part) => part !== '' && !/^(?:\d{5}|[A-Z]{2})$/.test(part))
  return parts.join(', ')
}

/** `4+300` as it stands; `4,3` kilometres in the same form. */
const chainage = (km: string): string =>
  km.replace(/\s+/g, '').replace(/[,.](\d+)$/, (_, decimals: string) => `+${decimals.padEnd(3, '0')}`)

const roadOf = (text: string): { readonly name: string; readonly written: string } | null => {
  const motorway = MOTORWAY.exec(text)
  if (motorway?.[1]) return { name: `A ${motorway[1]}`, written: motorway[0] }
  const found = ROAD_KEY.exec(streetKey(text))
  if (!found?.[1] || !found[2]) return null
  // What was typed up to and with the road's number.
  const written = /^\D*\d+(?:\s?(?:bis|ter|[a-z])(?![\p{L}\d]))?/iu.exec(text)?.[0] ?? text
  return { name: `${found[1].toUpperCase()} ${found[2]}`, written }
}

/** Takes `km 4+300` out of a text. */
export const withoutChainage = (text: string): { readonly text: string; readonly km: string } => {
  const km = chainage(KM.exec(text)?.[1] ?? '')
  const rest = km === '' ? text : trimmed(text.replace(KM, ' ').replace(/\s+/g, ' ').replace(/\s,/g, ','))
  return { text: rest, km }
}

/** Takes `SNC`, `s.n.`, `senza numero` out of a text. */
export const withoutSnc = (text: string): string => text.replace(NO_NUMBER, '')

/** Splits a street without a house number from what follows it. */
const unnumbered = (text: string): readonly [street: string, rest: string] => {
  const [, street = '', rest = ''] = /^(.*?)(?:\s*([,;(].*|\s-\s.*))?$/s.exec(text) ?? []
  return [street, rest]
}

/**
 * Takes an address apart as people say it: `Via Romana 12/A, Lunata`, `P.zza Moro n. 3 - Marlia`, `SP 23 km 4+300`.
 * Never throws; what it does not understand stays in `street` or `locality`.
 */
export const splitAddress = (text: string): AddressParts => {
  const typed = trimmed(text.slice(0, MAX_LENGTH).replace(/\s+/g, ' '))
  const { km, text: whole } = withoutChainage(typed)
  const none = { street: '', civic: '', exponent: '', road: '', km, locality: '' }

  const road = roadOf(whole)
  if (road) {
    const rest = whole.slice(road.written.length)
    return { ...none, street: road.written, road: road.name, locality: localityOf(rest) }
  }
  if (!isStreet(whole)) return { ...none, locality: localityOf(whole) }

  const bare = withoutSnc(whole)
  for (const pattern of bare === whole ? [CIVIC_AT_END, CIVIC_INSIDE] : []) {
    const found = pattern.exec(whole)
    const rest = found ? whole.slice(found[0].length) : ''
    if (!found?.[1] || !found[2] || !mayEndBefore(found[1], rest) || fold(found[1]).length < 3) continue
    // "Via Romana, Lunata 12": the number belongs to the street all the same.
    const [street, between] = unnumbered(found[1])
    return {
      ...none,
      street: trimmed(street),
      civic: found[4] ? `${found[2]}${found[3] ?? '/'}${found[4]}` : found[2],
      exponent: found[5]?.toLowerCase() ?? '',
      locality: localityOf(`${between},${rest}`),
    }
  }
  const [street, rest] = unnumbered(bare)
  return { ...none, street: trimmed(street), locality: localityOf(rest) }
}
