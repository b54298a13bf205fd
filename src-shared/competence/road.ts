import { splitAddress } from '../places/address'
import { streetKey } from '../places/street-key'

/** To whom a road belongs, as its name says it. They are written into stores: an entry is never renamed or removed. */
export const ROAD_KINDS = ['municipal', 'provincial', 'regional', 'state', 'motorway', 'vicinal'] as const
export type RoadKind = (typeof ROAD_KINDS)[number]

export interface Road {
  readonly kind: RoadKind
  /** As it is shown: `SP 23`, `via Romana`. */
  readonly name: string
  /** As two writings of it are compared. */
  readonly key: string
}

const KIND_OF: Readonly<Record<string, RoadKind>> = { SP: 'provincial', SR: 'regional', SS: 'state', A: 'motorway' }

const numbered = (road: string): Road => ({
  kind: KIND_OF[road.split(' ')[0] ?? ''] ?? 'municipal',
  name: road,
  key: streetKey(road),
})

/**
 * The road that a place names. A number wins wherever it stands (`via Pesciatina (SP 23)`); a road without one is
 * vicinal when it says so, else municipal. Null where no road is named: a landmark, nothing.
 */
export const roadOf = (placeText: string): Road | null => {
  const { street, road, locality } = splitAddress(placeText)
  if (road !== '') return numbered(road)
  const behind = locality
    .split(',')
    .map((part) => splitAddress(part).road)
    .find((name) => name !== '')
  if (behind !== undefined) return numbered(behind)
  if (street === '') return null
  const key = streetKey(street)
  return { kind: /\bvicinal[ei]\b/.test(key) ? 'vicinal' : 'municipal', name: street, key }
}
