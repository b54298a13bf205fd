import { isHoliday, openStretches, type OfficeCalendar } from '../deadlines/office-calendar'
import { dayAt, dayNumber, wallClockStretches } from '../deadlines/zone'
import { asInstant, type Instant, MINUTE_MS } from '../kernel/instant'

/** Where an office keeps no hours on a day on which its crews work. */
const USUAL_START = 8 * 60
/** A crew's day where nobody has set its limit. */
const USUAL_DAY_MINUTES = 480

/** When today's work begins: as the office opens. Null on a holiday. */
export const workBegins = (now: Instant, calendar: OfficeCalendar): Instant | null => {
  const today = dayAt(now, calendar.zone)
  if (isHoliday(today, calendar)) return null
  const [first] = openStretches(calendar, dayNumber(today))
  const [usual] = wallClockStretches(calendar.zone, dayNumber(today), USUAL_START, USUAL_START + 1)
  const begin = first?.[0] ?? usual?.[0]
  return begin === undefined ? null : asInstant(begin)
}

/**
 * How many minutes of today a crew has left for something new; 0 once half of its day is gone: by then it is where its
 * paper sent it, and what comes in is for another day.
 */
export const restOfToday = (capacityMinutes: number, begins: Instant | null, now: Instant): number => {
  if (begins === null) return 0
  const whole = capacityMinutes > 0 ? capacityMinutes : USUAL_DAY_MINUTES
  const gone = Math.max(0, (now - begins) / MINUTE_MS)
  return gone * 2 > whole ? 0 : Math.floor(whole - gone)
}
