import { describe, expect, it } from 'vitest'
import { addWorkingDays, isWorkingDay, type OfficeCalendar } from '@shared/deadlines/office-calendar'
import { addOfficeTime, deadline, officeMinutesBetween } from '@shared/deadlines/office-time'
import { dayAt, isZone, startOfDay } from '@shared/deadlines/zone'
import { asDay } from '@shared/kernel/instant'
import { counter, inRome, rome, wallIn } from './calendars'

const after = (wall: string, minutes: number): string => inRome(addOfficeTime(rome(wall), minutes, counter))
const never: OfficeCalendar = { ...counter, hours: { 1: [], 2: [], 3: [], 4: [], 5: [], 6: [], 7: [] } }

describe('office time', () => {
  it('passes only while the office is open', () => {
    expect(after('2026-11-23T10:00', 60)).toBe('2026-11-23T11:00')
    expect(after('2026-11-23T12:00', 60)).toBe('2026-11-24T09:30')
    expect(after('2026-11-23T03:00', 30)).toBe('2026-11-23T09:30')
    expect(after('2026-11-23T20:00', 210)).toBe('2026-11-24T12:30')
  })

  it('skips the weekend, Immaculate Conception, the patron and the office’s own closures', () => {
    expect(after('2026-11-27T12:00', 60)).toBe('2026-11-30T09:30')
    expect(after('2026-12-07T12:00', 60)).toBe('2026-12-09T09:30')
    expect(after('2026-07-15T12:00', 60)).toBe('2026-07-17T09:30')
    expect(after('2026-12-23T12:00', 60)).toBe('2026-12-28T09:30')
    expect(isWorkingDay(asDay('2026-04-06'), counter)).toBe(false)
  })

  it('keeps to the wall clock over both changes of the hour', () => {
    expect(after('2026-03-27T12:00', 60)).toBe('2026-03-30T09:30')
    expect(after('2026-10-23T12:00', 60)).toBe('2026-10-26T09:30')
  })

  it('counts the open minutes between two moments, backwards as negative', () => {
    expect(officeMinutesBetween(rome('2026-11-23T12:00'), rome('2026-11-24T09:30'), counter)).toBe(60)
    expect(officeMinutesBetween(rome('2026-11-24T09:30'), rome('2026-11-23T12:00'), counter)).toBe(-60)
    expect(officeMinutesBetween(rome('2026-11-28T08:00'), rome('2026-11-29T20:00'), counter)).toBe(0)
    expect(officeMinutesBetween(rome('2026-01-01T00:00'), rome('2027-01-01T00:00'), counter)).toBe(252 * 210)
  })

  it('counts plain time for an office whose hours nobody has filled in yet', () => {
    expect(inRome(addOfficeTime(rome('2026-11-23T10:00'), 60, never))).toBe('2026-11-23T11:00')
    expect(addWorkingDays(asDay('2026-11-28'), 3, never)).toBe('2026-12-01')
  })

  it('ends even when somebody typed an absurd budget', () => {
    expect(addOfficeTime(rome('2026-11-23T10:00'), 1e12, counter)).toBeGreaterThan(rome('2120-01-01T00:00'))
  })

  it('counts an overlapping slot once', () => {
    const twice = {
      ...counter,
      hours: {
        ...counter.hours,
        1: [
          { from: '10:00', to: '12:00' },
          { from: '09:00', to: '11:00' },
        ],
      },
    }
    expect(officeMinutesBetween(rome('2026-11-23T00:00'), rome('2026-11-24T00:00'), twice)).toBe(180)
  })

  it('works in whatever zone the office lies', () => {
    const kiritimati = { ...counter, zone: 'Pacific/Kiritimati' }
    const due = addOfficeTime(rome('2026-11-23T10:00'), 30, kiritimati)
    expect(wallIn('Pacific/Kiritimati', due)).toBe('2026-11-24T09:30')
    expect(isZone('Europe/Rome')).toBe(true)
    expect(isZone('Europe/Lucca')).toBe(false)
  })
})

describe('working days', () => {
  it('are counted over weekends and holidays', () => {
    expect(addWorkingDays(asDay('2026-12-04'), 2, counter)).toBe('2026-12-09')
    expect(addWorkingDays(asDay('2026-11-28'), 0, counter)).toBe('2026-11-30')
    expect(addWorkingDays(asDay('2026-11-23'), 0, counter)).toBe('2026-11-23')
  })
})

describe('pauses', () => {
  const start = rome('2026-11-23T09:00')
  const due = (budget: number, ...pauses: Parameters<typeof deadline>[2]) => {
    const at = deadline(start, budget, pauses, counter)
    return at === null ? null : inRome(at)
  }

  it('push the deadline back by the open time that they took', () => {
    expect(due(120)).toBe('2026-11-23T11:00')
    expect(due(120, { from: rome('2026-11-23T10:00'), to: rome('2026-11-24T09:00') })).toBe('2026-11-24T10:00')
  })

  it('change nothing at night or after the deadline', () => {
    expect(due(240, { from: rome('2026-11-23T13:00'), to: rome('2026-11-24T08:00') })).toBe('2026-11-24T09:30')
    expect(due(60, { from: rome('2026-11-23T11:00') })).toBe('2026-11-23T10:00')
  })

  it('leave no deadline while they last', () => {
    expect(due(120, { from: rome('2026-11-23T10:00') })).toBeNull()
  })

  it('may come unsorted, overlap, or have begun before the ticket did', () => {
    const pauses = [
      { from: rome('2026-11-23T10:30'), to: rome('2026-11-23T11:30') },
      { from: rome('2026-11-20T10:00'), to: rome('2026-11-23T09:30') },
      { from: rome('2026-11-23T10:00'), to: rome('2026-11-23T11:00') },
    ]
    expect(due(60, ...pauses)).toBe('2026-11-23T12:00')
  })
})

describe('days in the zone', () => {
  it('begin at local midnight', () => {
    expect(inRome(startOfDay(asDay('2026-03-29'), 'Europe/Rome'))).toBe('2026-03-29T00:00')
    expect(dayAt(rome('2026-11-23T00:30'), 'Europe/Rome')).toBe('2026-11-23')
    expect(dayAt(rome('2026-07-15T23:59'), 'Europe/Rome')).toBe('2026-07-15')
  })

  it('begin later where the clocks jump at midnight', () => {
    expect(wallIn('America/Santiago', startOfDay(asDay('2026-09-06'), 'America/Santiago'))).toBe('2026-09-06T01:00')
  })
})
