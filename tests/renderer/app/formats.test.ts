import { describe, expect, it } from 'vitest'
import { formatMoment, formatPeriod, formatRelative } from '@/app/formats'
import { addDays, dayAt } from '@shared/deadlines/zone'
import { asDay, asInstant } from '@shared/kernel/instant'

const at = (iso: string): number => Date.parse(iso)
const ROME = 'Europe/Rome'

describe('dates as the office says them', () => {
  it('writes weekday, day, month and the office’s hour, wherever the desk stands', () => {
    const morning = asInstant(at('2026-11-23T08:12:00Z'))
    expect(formatMoment(morning, morning, 'it', ROME)).toBe('lun 23 nov, 09:12')
    expect(formatMoment(morning, morning, 'en', ROME)).toBe('Mon 23 Nov, 09:12')
  })

  it('adds the year when it is another one', () => {
    const lastYear = asInstant(at('2025-11-24T08:12:00Z'))
    expect(formatMoment(lastYear, at('2026-01-05T08:00:00Z'), 'it', ROME)).toBe('lun 24 nov 2025, 09:12')
  })

  it('names the year of a period always, once where both ends are in it', () => {
    expect(formatPeriod(asDay('2026-01-01'), asDay('2026-12-31'), 'it', ROME)).toBe('1 gen – 31 dic 2026')
    expect(formatPeriod(asDay('2025-12-01'), asDay('2026-01-31'), 'it', ROME)).toBe('1 dic 2025 – 31 gen 2026')
  })

  it('counts in the largest whole unit, and gives up beyond a month', () => {
    const now = at('2026-11-23T09:00:00Z')
    expect(formatRelative(now - 3 * 60_000, now, 'it', ROME)).toBe('3 min fa')
    expect(formatRelative(now + 2 * 3_600_000, now, 'it', ROME)).toBe('tra 2 h')
    expect(formatRelative(now - 86_400_000, now, 'it', ROME)).toBe('ieri')
    expect(formatRelative(now - 40 * 86_400_000, now, 'it', ROME)).toBeNull()
  })

  it('calls a day by the calendar, not by spans of twenty-four hours', () => {
    const mondayNoon = at('2026-11-23T11:55:00Z')
    expect(formatRelative(at('2026-11-25T11:30:00Z'), mondayNoon, 'it', ROME)).toBe('dopodomani')
    expect(formatRelative(at('2026-11-24T22:30:00Z'), mondayNoon, 'it', ROME)).toBe('domani')
  })

  it('knows the office’s day just after midnight there, and walks over the change of the hour', () => {
    expect(dayAt(asInstant(at('2026-11-22T23:30:00Z')), ROME)).toBe('2026-11-23')
    expect(addDays(asDay('2026-10-24'), 2)).toBe('2026-10-26')
    expect(addDays(asDay('2026-03-01'), -1)).toBe('2026-02-28')
  })
})
