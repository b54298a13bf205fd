import { describe, expect, it } from 'vitest'
import { measured } from '@/features/map/measure-tool'

describe('the tape measure', () => {
  it('tells how far a line goes, and what it encloses from the third point on', () => {
    const [a, b, c] = [
      { lat: 43.84, lon: 10.57 },
      { lat: 43.85, lon: 10.57 },
      { lat: 43.85, lon: 10.58 },
    ] as const
    expect(measured([])).toEqual({ points: 0, metres: 0, squareMetres: null })
    expect(measured([a, b]).metres).toBeCloseTo(1112, -1)
    const three = measured([a, b, c])
    expect(three.metres).toBeCloseTo(1112 + 802, -1)
    expect(three.squareMetres).toBeCloseTo((1112 * 802) / 2, -4)
  })
})
