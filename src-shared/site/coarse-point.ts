/** Degrees: about 220 m from south to north and, in Italy, as much from west to east. No house can be told from it. */
const CELL = { lat: 0.002, lon: 0.0028 } as const

export interface CoarsePoint {
  readonly lat: number
  readonly lon: number
}

const middle = (value: number, step: number): number => Number(((Math.floor(value / step) + 0.5) * step).toFixed(5))

/** The middle of the cell in which a point lies. */
export const coarsePoint = ({ lat, lon }: CoarsePoint): CoarsePoint => ({
  lat: middle(lat, CELL.lat),
  lon: middle(lon, CELL.lon),
})
