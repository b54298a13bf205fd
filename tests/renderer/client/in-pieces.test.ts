import { expect, it } from 'vitest'
import { inPieces } from '@/client/in-pieces'

it('cuts a list into as few pieces as it takes, none of them a single one of many', () => {
  for (const length of [0, 1, 2, 99, 100, 101, 199, 200, 201, 1001, 5003]) {
    const list = Array.from({ length }, (_, index) => index)
    const pieces = inPieces(list, 100)
    expect(pieces.flat()).toEqual(list)
    expect(pieces).toHaveLength(Math.ceil(length / 100))
    const sizes = pieces.map((piece) => piece.length)
    expect(Math.max(0, ...sizes)).toBeLessThanOrEqual(100)
    if (length > 1) expect(Math.min(...sizes)).toBeGreaterThan(1)
  }
})
