import { describe, expect, it } from 'vitest'
import { clockDifference } from '@shared/desks/clock-difference'

const NOW = 1_800_000_000_000
const BEAT = 10_000
const HOUR = 3_600_000

describe('two clocks', () => {
  it('that agree are not told apart by the age of a beat', () => {
    for (let age = 0; age <= BEAT; age += 500) expect(clockDifference(NOW - age, NOW, BEAT)).toBeNull()
  })
  it('an hour apart are told, ahead or behind', () => {
    expect(clockDifference(NOW + HOUR, NOW, BEAT)).toBe(3600)
    expect(clockDifference(NOW - HOUR, NOW, BEAT)).toBe(-3590)
  })
  it('are left alone below two minutes', () => {
    expect(clockDifference(NOW + 119_000, NOW, BEAT)).toBeNull()
    expect(clockDifference(NOW + 121_000, NOW, BEAT)).toBe(121)
  })
})
