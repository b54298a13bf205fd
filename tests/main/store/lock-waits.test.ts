import { describe, expect, it } from 'vitest'
import { LockWaits } from '@main/store/lock-waits'

const MINUTE = 60_000

describe('waits for the store', () => {
  it('are told minute by minute for an hour, the quiet ones left out', () => {
    const waits = new LockWaits()
    for (let n = 1; n <= 100; n += 1) waits.note(n, 5 * MINUTE + n)
    waits.note(7, 8 * MINUTE)
    expect(waits.byMinute(8 * MINUTE + 1)).toEqual([
      { minutesAgo: 3, writes: 100, p50: 51, p99: 100 },
      { minutesAgo: 0, writes: 1, p50: 7, p99: 7 },
    ])
    waits.note(1, 66 * MINUTE)
    expect(waits.byMinute(66 * MINUTE).map(({ minutesAgo }) => minutesAgo)).toEqual([58, 0])
    expect(waits.byMinute(200 * MINUTE)).toEqual([])
  })

  it('of a busy minute are all counted, and the first thousand kept', () => {
    const waits = new LockWaits()
    for (let n = 0; n < 5000; n += 1) waits.note(1, MINUTE)
    expect(waits.byMinute(MINUTE)).toEqual([{ minutesAgo: 0, writes: 5000, p50: 1, p99: 1 }])
    expect(waits.percentile(0.99)).toBe(1)
  })
})
