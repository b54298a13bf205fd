import { describe, expect, it } from 'vitest'
import { sideAmong } from '@shared/places/twin-sides'

describe('doors of one name', () => {
  it('are told apart by where they lie from each other', () => {
    const [up, down] = [
      { lat: 43.85, lon: 10.58 },
      { lat: 43.84, lon: 10.581 },
    ]
    expect([up, down].map((one) => sideAmong(one, [up, down]))).toEqual(['north', 'south'])
    const [left, right] = [
      { lat: 43.85, lon: 10.57 },
      { lat: 43.851, lon: 10.58 },
    ]
    expect([left, right].map((one) => sideAmong(one, [left, right]))).toEqual(['west', 'east'])
  })

  it('that lie in one point are not', () => {
    const point = { lat: 43.85, lon: 10.58 }
    expect(sideAmong(point, [point, point])).toBeNull()
  })
})
