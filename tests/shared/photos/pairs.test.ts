import { describe, expect, it } from 'vitest'
import { photoPairs } from '@shared/photos/pairs'

const photo = (sha256: string, moment: 'before' | 'after' | null = null, visitId: number | null = null) => ({
  sha256,
  moment,
  visitId,
})
const pairs = (...photos: ReturnType<typeof photo>[]): [string, string][] =>
  photoPairs(photos).map(({ before, after }) => [before.sha256, after.sha256])

describe('what the crew found beside what it left', () => {
  it('goes by the place in the row, visit by visit, in whatever order the photos came in', () => {
    expect(
      pairs(
        photo('citizen'),
        photo('hole after', 'after', 1),
        photo('hole before', 'before', 1),
        photo('other day before', 'before', 2),
        photo('kerb before', 'before', 1),
        photo('kerb after', 'after', 1),
        photo('other day after', 'after', 2),
      ),
    ).toEqual([
      ['hole before', 'hole after'],
      ['kerb before', 'kerb after'],
      ['other day before', 'other day after'],
    ])
  })

  it('shows the last one from before again where the crew took more of them afterwards', () => {
    expect(
      pairs(
        photo('before', 'before', 1),
        photo('left', 'after', 1),
        photo('right', 'after', 1),
        photo('far', 'after', 1),
      ),
    ).toEqual([
      ['before', 'left'],
      ['before', 'right'],
      ['before', 'far'],
    ])
  })

  it('begins with the citizen’s own photos where the crew took none before', () => {
    expect(
      pairs(
        photo('near'),
        photo('another visit', 'before', 2),
        photo('far'),
        photo('one', 'after', 1),
        photo('two', 'after', 1),
      ),
    ).toEqual([
      ['near', 'one'],
      ['far', 'two'],
    ])
  })

  it('is nothing without both sides', () => {
    expect(pairs()).toEqual([])
    expect(pairs(photo('citizen'), photo('before', 'before', 1))).toEqual([])
    expect(pairs(photo('after', 'after', 1))).toEqual([])
    // What another visit found says nothing of this one.
    expect(pairs(photo('before', 'before', 2), photo('after', 'after', 1))).toEqual([])
  })
})
