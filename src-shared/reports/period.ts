import { addDays, dayNumber } from '../deadlines/zone'
import { asDay, type Day } from '../kernel/instant'

/** Days of the office's calendar, both ends included. */
export interface Period {
  readonly from: Day
  readonly to: Day
}

/** Longer ones are told year by year. */
const MOST_MONTHS = 36

const yearOf = (day: Day): number => Number(day.slice(0, 4))
const monthOf = (day: Day): number => Number(day.slice(5, 7))
const two = (n: number): string => String(n).padStart(2, '0')
const firstOf = (year: number, month: number): Day => asDay(`${String(year).padStart(4, '0')}-${two(month)}-01`)

export const yearPeriod = (year: number): Period => ({ from: firstOf(year, 1), to: addDays(firstOf(year + 1, 1), -1) })

/** The year that a period is, from its first day to its last; null for any other. */
export const yearOfPeriod = ({ from, to }: Period): number | null => {
  const whole = yearPeriod(yearOf(from))
  return whole.from === from && whole.to === to ? yearOf(from) : null
}

/** The same day of the year before; the 29th of February is the 28th. */
const yearBefore = (day: Day): Day => {
  const moved = `${String(yearOf(day) - 1).padStart(4, '0')}${day.slice(4)}`
  return asDay(moved.endsWith('02-29') ? moved.replace('02-29', '02-28') : moved)
}

/**
 * What a period is compared with: the same days one year earlier. A period that still runs is compared with what had
 * gone by of the other one on the same day, or a year in March would always look poor.
 */
export const periodBefore = ({ from, to }: Period, today: Day): Period => ({
  from: yearBefore(from),
  to: yearBefore(to > today && from <= today ? today : to),
})

/** The parts that a chart shows: months, cut at both ends; years where the months would be too many. */
export const bucketsOf = ({ from, to }: Period): readonly Period[] => {
  const months = (yearOf(to) - yearOf(from)) * 12 + monthOf(to) - monthOf(from) + 1
  const step = months > MOST_MONTHS ? 12 : 1
  const buckets: Period[] = []
  let start = from
  while (start <= to) {
    const next =
      step === 12
        ? firstOf(yearOf(start) + 1, 1)
        : monthOf(start) === 12
          ? firstOf(yearOf(start) + 1, 1)
          : firstOf(yearOf(start), monthOf(start) + 1)
    const end = addDays(next, -1)
    buckets.push({ from: start, to: end < to ? end : to })
    start = next
  }
  return buckets
}

export const daysOf = ({ from, to }: Period): number => dayNumber(to) - dayNumber(from) + 1
