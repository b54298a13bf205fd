import { describe, expect, it } from 'vitest'
import { areasMeet } from '@shared/places/areas-meet'
import type { Area } from '@shared/places/geo'

const box = (west: number, south: number, east: number, north: number): Area => ({
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
const town = box(10.5, 43.8, 10.6, 43.9)

describe('ground that two areas have in common', () => {
  it.each([
    ['a ditch that runs through', box(10.4, 43.85, 10.7, 43.8501), true],
    ['one within the other', box(10.52, 43.82, 10.53, 43.83), true],
    ['one around the other', box(10.4, 43.7, 10.7, 44), true],
    ['the same ground', town, true],
    ['half of it, along the same border', box(10.55, 43.8, 10.65, 43.9), true],
    ['a neighbour along a border', box(10.6, 43.8, 10.7, 43.9), false],
    ['a neighbour whose border was drawn a hand off', box(10.59999, 43.8, 10.7, 43.9), false],
    ['one far away', box(11, 43.8, 11.1, 43.9), false],
  ])('%s', (_, other, meets) => {
    expect([areasMeet(town, other), areasMeet(other, town)]).toEqual([meets, meets])
  })
})
