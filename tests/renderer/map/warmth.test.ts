import { describe, expect, it } from 'vitest'
import { colourIn, rampOf } from '@/features/map/warmth'

describe('the colours of warmth', () => {
  const ramp = rampOf([
    [0.5, 0, 100, 200],
    [1, 200, 0, 200],
  ])
  const at = (shade: number): number[] => [...ramp.subarray(shade * 3, shade * 3 + 3)]

  it('begin with the first stop, mix between two and end with the last', () => {
    expect([at(0), at(100), at(255)]).toEqual([
      [0, 100, 200],
      [0, 100, 200],
      [200, 0, 200],
    ])
    const [red = 0, green = 0, blue] = at(191)
    expect([Math.abs(red - 100) < 2, Math.abs(green - 50) < 2, blue]).toEqual([true, true, 200])
  })

  it('are given to what has any strength, which stays; quiet places stay clear', () => {
    const pixels = new Uint8ClampedArray([9, 9, 9, 0, 9, 9, 9, 255])
    colourIn(pixels, ramp)
    expect([...pixels]).toEqual([9, 9, 9, 0, 200, 0, 200, 255])
  })
})
