import type { Point } from './geo'

export const SIDES = ['north', 'south', 'east', 'west'] as const
export type Side = (typeof SIDES)[number]

/** Which of two or more doors of one name a point is, by where it lies from the middle of them all; null at the middle. */
export const sideAmong = (point: Point, all: readonly Point[]): Side | null => {
  const middle = (axis: 'lat' | 'lon'): number => all.reduce((sum, one) => sum + one[axis], 0) / all.length
  const north = point.lat - middle('lat')
  // A degree of longitude is shorter than one of latitude.
  const east = (point.lon - middle('lon')) * Math.cos((point.lat * Math.PI) / 180)
  if (north === 0 && east === 0) return null
  if (Math.abs(north) >= Math.abs(east)) return north > 0 ? 'north' : 'south'
  return east > 0 ? 'east' : 'west'
}
