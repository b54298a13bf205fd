import { describe, expect, it } from 'vitest'
import { clockOf } from '@shared/deadlines/clock-text'

describe('a time of the day', () => {
  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['9.30', '09:30'],
    [' 09:30 ', '09:30'],
    ['1730', '17:30'],
    ['24:00', '24:00'],
    ['0', '00:00'],
  ])('is read from “%s”', (typed, clock) => {
    expect(clockOf(typed)).toBe(clock)
  })

  it.each(['', 'nove', '25', '9:60', '24:30', '9:3', '12:30 PM'])('is not read from “%s”', (typed) => {
    expect(clockOf(typed)).toBeNull()
  })
})
