import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inSeason } from '@shared/answers/offered-answers'
import { isHoliday } from '@shared/deadlines/office-calendar'
import { addDays, dayNumber, dayOfNumber, weekdayOfNumber } from '@shared/deadlines/zone'
import { type Day, asDay } from '@shared/kernel/instant'
import { type RoundCalendar, changedDays, isPlannedDay, nextRoundDays, roundDays } from '@shared/rounds/round-days'
import { counter } from '../deadlines/calendars'

const FIRST = dayNumber(asDay('2025-01-01'))
const day = fc.integer({ min: FIRST, max: FIRST + 1100 }).map(dayOfNumber)
const yearDay = fc.integer({ min: 0, max: 365 }).map((n) => dayOfNumber(dayNumber(asDay('2024-01-01')) + n).slice(5))
const calendar: fc.Arbitrary<RoundCalendar> = fc.record({
  everyWeeks: fc.integer({ min: 1, max: 8 }),
  weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 7 }),
  season: fc.option(fc.record({ from: yearDay, to: yearDay })),
  startsOn: day,
  endsOn: fc.option(day),
})
const everyDay = (from: Day, to: Day): Day[] =>
  Array.from({ length: dayNumber(to) - dayNumber(from) + 1 }, (_, index) => addDays(from, index))

const grass: RoundCalendar = {
  everyWeeks: 2,
  weekdays: [4],
  season: { from: '04-01', to: '10-15' },
  startsOn: asDay('2026-04-02'),
  endsOn: null,
}
const daysOf = (one: RoundCalendar, from: string, to: string): string[] =>
  roundDays(one, counter, asDay(from), asDay(to)).map((round) => round.day)

describe('the days of a round', () => {
  it('come every so many weeks on their weekday, in their season only', () => {
    expect(daysOf(grass, '2026-03-01', '2026-05-31')).toEqual([
      '2026-04-02',
      '2026-04-16',
      '2026-04-30',
      '2026-05-14',
      '2026-05-28',
    ])
    expect(daysOf(grass, '2026-10-01', '2027-03-31')).toEqual(['2026-10-01', '2026-10-15'])
    // The weeks are counted on over the winter.
    expect(daysOf(grass, '2027-03-31', '2027-04-30')).toEqual(['2027-04-01', '2027-04-15', '2027-04-29'])
  })

  it('move from a holiday to the next day that is none and no Sunday', () => {
    const weekly = { ...grass, everyWeeks: 1, weekdays: [5], season: null, startsOn: asDay('2026-12-01') }
    expect(roundDays(weekly, counter, asDay('2026-12-20'), asDay('2027-01-05'))).toEqual([
      // Christmas is a Friday, Saint Stephen's a Saturday, then comes a Sunday.
      { planned: '2026-12-25', day: '2026-12-28' },
      { planned: '2027-01-01', day: '2027-01-02' },
    ])
  })

  it('become one where a holiday would move them on to the next time', () => {
    const twoDays = { ...grass, everyWeeks: 1, weekdays: [5, 6, 1], season: null, startsOn: asDay('2026-12-01') }
    expect(daysOf(twoDays, '2026-12-24', '2026-12-29')).toEqual(['2026-12-28'])
  })

  it('are in order, each once, never on a holiday, and each comes of a day that the calendar names', () => {
    fc.assert(
      fc.property(calendar, day, (one, from) => {
        const found = roundDays(one, counter, from, addDays(from, 200))
        found.forEach((round, index) => {
          expect(isHoliday(round.day, counter)).toBe(false)
          expect(isPlannedDay(one, round.planned)).toBe(true)
          expect(round.day >= round.planned).toBe(true)
          const before = found[index - 1]
          if (before) expect(before.day < round.day && before.planned < round.planned).toBe(true)
        })
      }),
    )
  })

  it('are those of a day by day look at week, weekday and season', () => {
    const monday = (one: Day): number => Math.floor((dayNumber(one) + 3) / 7)
    fc.assert(
      fc.property(calendar, day, (one, from) => {
        const to = addDays(from, 150)
        const named = everyDay(from, to).filter(
          (each) =>
            each >= one.startsOn &&
            (one.endsOn === null || each <= one.endsOn) &&
            one.weekdays.includes(weekdayOfNumber(dayNumber(each))) &&
            (monday(each) - monday(one.startsOn)) % one.everyWeeks === 0 &&
            inSeason(one.season, each) &&
            !isHoliday(each, counter),
        )
        const found = roundDays(one, counter, from, to)
          .filter((round) => round.day === round.planned)
          .map((round) => round.day)
        expect(found).toEqual(named)
      }),
    )
  })

  it('are the same whether they are asked for at once or piece by piece', () => {
    fc.assert(
      fc.property(calendar, day, fc.integer({ min: 1, max: 60 }), (one, from, cut) => {
        const to = addDays(from, 90)
        const middle = addDays(from, cut)
        const pieces = [...roundDays(one, counter, from, middle), ...roundDays(one, counter, addDays(middle, 1), to)]
        expect(pieces).toEqual(roundDays(one, counter, from, to))
      }),
    )
  })

  it('are looked for ahead, over a winter without any, and end where the calendar does', () => {
    const next = nextRoundDays(grass, counter, asDay('2026-10-16'), 2).map((round) => round.day)
    expect(next).toEqual(['2027-04-01', '2027-04-15'])
    expect(nextRoundDays({ ...grass, endsOn: asDay('2026-10-16') }, counter, asDay('2026-10-16'), 2)).toEqual([])
  })
})

describe('single times that a person changed', () => {
  const generated = (from: Day, to: Day) => roundDays(grass, counter, from, to)
  const changed = (...changes: Parameters<typeof changedDays>[1]) =>
    changedDays(generated, changes, asDay('2026-04-01'), asDay('2026-04-30')).map((round) => [round.planned, round.day])

  it('are moved, left out, or come in from outside', () => {
    expect(changed({ planned: asDay('2026-04-16'), day: asDay('2026-04-18'), skipped: false })).toEqual([
      ['2026-04-02', '2026-04-02'],
      ['2026-04-16', '2026-04-18'],
      ['2026-04-30', '2026-04-30'],
    ])
    expect(changed({ planned: asDay('2026-04-02'), day: null, skipped: true })).toEqual([
      ['2026-04-16', '2026-04-16'],
      ['2026-04-30', '2026-04-30'],
    ])
    expect(
      changed(
        { planned: asDay('2026-04-02'), day: asDay('2026-05-02'), skipped: false },
        { planned: asDay('2026-05-14'), day: asDay('2026-04-29'), skipped: false },
      ),
    ).toEqual([
      ['2026-04-16', '2026-04-16'],
      ['2026-05-14', '2026-04-29'],
      ['2026-04-30', '2026-04-30'],
    ])
  })
})
