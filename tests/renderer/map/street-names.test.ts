import { describe, expect, it } from 'vitest'
import { type NamedLine, placeStreetNames } from '@/ui/map/street-names'

const VIEW = { left: 0, top: 0, right: 1000, bottom: 600 }
const widthOf = (name: string): number => name.length * 6
const placed = (...streets: NamedLine[]) => placeStreetNames(streets, VIEW, widthOf)

describe("streets' names on the map", () => {
  it('lie along the middle of what is in view, the right way up', () => {
    const [east] = placed({ name: 'Via Romana', lines: [[-500, 100, 0, 100, 400, 100]] })
    expect(east).toMatchObject({ x: 200, y: 100, angle: 0 })
    const [west] = placed({ name: 'Via Romana', lines: [[400, 100, 0, 100]] })
    expect(west?.angle).toBeCloseTo(0)
    const [up] = placed({ name: 'Via Romana', lines: [[100, 500, 100, 100]] })
    expect(Math.abs(up?.angle ?? 0)).toBeCloseTo(Math.PI / 2)
  })

  it('are left out where the street is too short or not in view', () => {
    expect(placed({ name: 'Via del Molineto', lines: [[0, 0, 40, 0]] })).toEqual([])
    expect(placed({ name: 'Via Romana', lines: [[2000, 0, 2500, 0]] })).toEqual([])
    expect(placed({ name: 'Via Romana', lines: [[500, 300]] })).toEqual([])
  })

  it('never lie on one another: the longer street has the right of way', () => {
    const names = placed(
      { name: 'Via Corta', lines: [[400, 300, 500, 300]] },
      { name: 'Via Lunga', lines: [[0, 302, 900, 302]] },
      { name: 'Via Altra', lines: [[0, 400, 900, 400]] },
    ).map(({ name }) => name)
    expect(names).toEqual(['Via Lunga', 'Via Altra'])
  })
})
