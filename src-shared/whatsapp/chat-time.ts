import { spanAt } from '../deadlines/zone'
import { type Instant, asInstant } from '../kernel/instant'

/** What the phone's clock showed, as a moment; in the hour that comes twice, the first. */
export const momentOf = (at: string, zone: string): Instant => {
  const wall = Date.parse(`${at}Z`)
  const guess = wall - spanAt(zone, wall).offset
  return asInstant(wall - spanAt(zone, guess).offset)
}
