import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { asDay } from '@shared/kernel/instant'
import { WEEKS, advanced, daysOf, movedFirst, movedLast, windowOf } from '@/features/map/time-window'

const TODAY = asDay('2026-11-26')

describe('the window over two years of arrivals', () => {
  it('narrows nothing when it is whole, and a week is seven days that end today', () => {
    expect(daysOf(windowOf(null, null, TODAY), TODAY)).toEqual({ from: null, to: null })
    expect(daysOf({ first: WEEKS - 1, last: WEEKS - 1 }, TODAY)).toEqual({ from: '2026-11-20', to: null })
    expect(daysOf({ first: WEEKS - 2, last: WEEKS - 2 }, TODAY)).toEqual({ from: '2026-11-13', to: '2026-11-19' })
  })

  it('finds itself again in the days that it gave', () => {
    const week = fc.integer({ min: 0, max: WEEKS - 1 })
    fc.assert(
      fc.property(week, week, (a, b) => {
        const window = { first: Math.min(a, b), last: Math.max(a, b) }
        const { from, to } = daysOf(window, TODAY)
        expect(windowOf(from, to, TODAY)).toEqual(window)
      }),
    )
  })

  it('takes the other end along where one is moved past it', () => {
    expect(movedFirst(20, { first: 3, last: 40 })).toEqual({ first: 20, last: 40 })
    expect(movedFirst(50, { first: 3, last: 40 })).toEqual({ first: 50, last: 50 })
    expect(movedLast(2, { first: 103, last: 103 })).toEqual({ first: 2, last: 2 })
  })

  it('goes on by weeks and begins again, as wide as it was', () => {
    expect(advanced({ first: 3, last: 8 })).toEqual({ first: 4, last: 9 })
    expect(advanced({ first: WEEKS - 6, last: WEEKS - 1 })).toEqual({ first: 0, last: 5 })
  })
})
