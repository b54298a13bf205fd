import { describe, expect, it } from 'vitest'
import { restOfToday, workBegins } from '@shared/crews/rest-of-today'
import type { OfficeCalendar } from '@shared/deadlines/office-calendar'
import { asDay, asInstant } from '@shared/kernel/instant'

const MORNING = [{ from: '09:00', to: '12:30' }]
const calendar: OfficeCalendar = {
  zone: 'Europe/Rome',
  hours: { 1: MORNING, 2: MORNING, 3: MORNING, 4: MORNING, 5: MORNING, 6: [], 7: [] },
  patron: null,
  closures: [asDay('2026-11-25')],
}
const at = (text: string) => asInstant(Date.parse(`${text}+01:00`))

describe('the rest of today', () => {
  it('begins as the office opens, at eight where it keeps no hours, never on a holiday', () => {
    expect(workBegins(at('2026-11-23T07:00'), calendar)).toBe(at('2026-11-23T09:00'))
    expect(workBegins(at('2026-11-28T15:00'), calendar)).toBe(at('2026-11-28T08:00'))
    expect(workBegins(at('2026-11-25T10:00'), calendar)).toBeNull()
    expect(workBegins(at('2026-12-25T10:00'), calendar)).toBeNull()
    // In summer an hour earlier of the world's time.
    expect(workBegins(asInstant(Date.parse('2026-07-01T05:00Z')), calendar)).toBe(Date.parse('2026-07-01T07:00Z'))
  })

  it('is the whole day before it begins, what is left of it until noon, and nothing afterwards', () => {
    const begins = at('2026-11-23T09:00')
    const left = (time: string, capacity = 420): number => restOfToday(capacity, begins, at(`2026-11-23T${time}`))
    expect(['07:00', '09:00', '10:30', '12:30', '12:31', '18:00'].map((time) => left(time))).toEqual([
      420, 420, 330, 210, 0, 0,
    ])
    // Nobody has set a limit: eight hours.
    expect(left('12:00', 0)).toBe(300)
    expect(restOfToday(420, null, begins)).toBe(0)
  })
})
