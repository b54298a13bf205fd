import { asDay, type Day } from '../kernel/instant'
import { addDays } from './zone'

const two = (n: number): string => String(n).padStart(2, '0')
const dayOf = (year: number, month: number, day: number): Day =>
  asDay(`${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`)

/** Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher's rule). */
export const easter = (year: number): Day => {
  const golden = year % 19
  const century = Math.floor(year / 100)
  const inCentury = year % 100
  const correction = Math.floor((8 * century + 13) / 25)
  const epact = (19 * golden + century - Math.floor(century / 4) - correction + 15) % 30
  const toSunday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7
  const late = Math.floor((golden + 11 * epact + 22 * toSunday) / 451)
  const sum = epact + toSunday - 7 * late + 114
  return dayOf(year, Math.floor(sum / 31), (sum % 31) + 1)
}

/** Month and day of the holidays with a fixed date (L. 260/1949 as it stands). */
const FIXED: readonly (readonly [month: number, day: number])[] = [
  [1, 1],
  [1, 6],
  [4, 25],
  [5, 1],
  [6, 2],
  [8, 15],
  [11, 1],
  [12, 8],
  [12, 25],
  [12, 26],
]

/** Saint Francis is a national holiday again from 2026 (L. 151/2025). */
const SAINT_FRANCIS_FROM = 2026

const byYear = new Map<number, readonly Day[]>()

/** Italy's national holidays of a year, in order, Easter Sunday and Monday included. */
export const nationalHolidays = (year: number): readonly Day[] => {
  const known = byYear.get(year)
  if (known) return known
  const sunday = easter(year)
  const days = [...FIXED.map(([month, day]) => dayOf(year, month, day)), sunday, addDays(sunday, 1)]
  if (year >= SAINT_FRANCIS_FROM) days.push(dayOf(year, 10, 4))
  const sorted = [...new Set(days)].sort()
  byYear.set(year, sorted)
  return sorted
}
