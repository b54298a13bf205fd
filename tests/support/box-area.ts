import type { Area } from '@shared/places/geo'

/** An area from one parallel and meridian to another, in degrees. */
export const boxArea = (west: number, south: number, east: number, north: number): Area => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [east, south],
      [east, north],
      [west, north],
      [west, south],
    ],
  ],
})
