import { describe, expect, it } from 'vitest'
import { roomFor } from '@/ui/map/name-places'

const namesOf = (...spots: [name: string, x: number, y: number][]): string[] =>
  roomFor(spots.map(([name, x, y]) => ({ name, x, y }))).map(({ name }) => name)

describe('district names on the map', () => {
  it('are all written where none lies on another', () => {
    expect(namesOf(['Marlia', 0, 0], ['Lammari', 0, 20], ['Lunata', 120, 0])).toEqual(['Marlia', 'Lammari', 'Lunata'])
  })

  it('give way to the one before where they would', () => {
    expect(namesOf(['San Colombano', 0, 0], ['Segromigno in Monte', 60, 6], ['Zone', 200, 6])).toEqual([
      'San Colombano',
      'Zone',
    ])
  })
})
