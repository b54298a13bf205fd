import { metresBetween, type Point } from '../places/geo'
import { textFeatures } from './text-features'

/** A report as far as it tells whether another one is the same. */
export interface Described {
  readonly text: string
  readonly point: Point | null
  /** `streetKey` of its street; empty for none. */
  readonly street: string
  readonly categoryId: number | null
  /** The category above its own, or its own: "buche" and "strade" are one group. */
  readonly group: number | null
}

export interface Likeness {
  /** 0 to 1. */
  readonly score: number
  /** Null where one of the two has no point. */
  readonly metres: number | null
  readonly sameStreet: boolean
}

const DAY_MS = 86_400_000
/** After a month a report that is still open is remembered half as well. */
const HALF_LIFE_DAYS = 30
export const ALIKE_FROM = 0.42

/** The share of what two texts say that both say. */
const wordsInCommon = (a: string, b: string): number => {
  const mine = textFeatures(a)
  const theirs = new Set(textFeatures(b).map(({ name }) => name))
  const total = mine.reduce((sum, { weight }) => sum + weight, 0)
  const common = mine.reduce((sum, { name, weight }) => sum + (theirs.has(name) ? weight : 0), 0)
  return total === 0 ? 0 : common / total
}

const placeScore = (metres: number | null, sameStreet: boolean, radius: number): number => {
  if (metres !== null && metres <= radius) return 1 - metres / (2 * radius)
  if (!sameStreet) return 0
  // Two far ends of one long street are two places.
  return metres === null ? 0.6 : metres <= radius * 2 ? 0.4 : 0
}

/**
 * How likely an open ticket is about what is being typed: near (within `radius` metres, 0 is off) or in the same street,
 * of the same kind, in the same words, and not long ago. Null for what is too far or of another kind.
 */
export const likenessOf = (
  typed: Described,
  known: Described,
  { radius, ageMs }: { readonly radius: number; readonly ageMs: number },
): Likeness | null => {
  if (radius === 0) return null
  const metres = typed.point && known.point ? metresBetween(typed.point, known.point) : null
  const sameStreet = typed.street !== '' && typed.street === known.street
  const place = placeScore(metres, sameStreet, radius)
  if (place === 0) return null
  const words = wordsInCommon(typed.text, known.text)
  const bothKnown = typed.categoryId !== null && known.categoryId !== null
  const sameGroup = bothKnown && typed.group === known.group
  const same = bothKnown && typed.categoryId === known.categoryId
  // A pothole is not the lamp above it, though both are the road's: other kinds need their words in common.
  if (bothKnown && !same && words < (sameGroup ? 0.2 : 0.5)) return null
  const kind = same ? 1 : sameGroup ? 0.6 : bothKnown ? 0 : 0.4
  const age = 0.5 ** (Math.max(0, ageMs) / DAY_MS / HALF_LIFE_DAYS)
  const score = 0.4 * place + 0.25 * kind + 0.25 * words + 0.1 * age
  return score < ALIKE_FROM ? null : { score, metres: metres === null ? null : Math.round(metres), sameStreet }
}
