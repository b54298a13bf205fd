import { describe, expect, it } from 'vitest'
import { areasMeet } from '@shared/places/areas-meet'
import { boxArea } from '../../support/box-area'

const town = boxArea(10.5, 43.8, 10.6, 43.9)

describe('ground that two areas have in common', () => {
  it.each([
    ['a ditch that runs through', boxArea(10.4, 43.85, 10.7, 43.8501), true],
    ['one within the other', boxArea(10.52, 43.82, 10.53, 43.83), true],
    ['one around the other', boxArea(10.4, 43.7, 10.7, 44), true],
    ['the same ground', town, true],
    ['half of it, along the same border', boxArea(10.55, 43.8, 10.65, 43.9), true],
    ['a neighbour along a border', boxArea(10.6, 43.8, 10.7, 43.9), false],
    ['a neighbour whose border was drawn a hand off', boxArea(10.59999, 43.8, 10.7, 43.9), false],
    ['one far away', boxArea(11, 43.8, 11.1, 43.9), false],
  ])('%s', (_, other, meets) => {
    expect([areasMeet(town, other), areasMeet(other, town)]).toEqual([meets, meets])
  })
})
