import type { Channel } from '@shared/channels/channels'
import { isWorkingDay, type OfficeCalendar } from '@shared/deadlines/office-calendar'
import { addDays, dayAt, startOfDay } from '@shared/deadlines/zone'
import { asInstant, type Day, type Instant, MINUTE_MS } from '@shared/kernel/instant'
import type { SeededRandom } from './seeded-random'

interface Hours {
  /** Minutes of the day. */
  readonly from: number
  readonly to: number
  readonly everyDay: boolean
}

const at = (hour: number, minute = 0): number => hour * 60 + minute
/** When people are at work, whatever the counter's hours. */
const WORK: Hours = { from: at(8), to: at(17), everyDay: false }
const HOURS: Readonly<Record<Channel, Hours>> = {
  counter: { from: at(9), to: at(12, 30), everyDay: false },
  phone: { from: at(8), to: at(17, 30), everyDay: false },
  email: { from: at(7), to: at(22, 30), everyDay: true },
  pec: { from: at(8), to: at(19), everyDay: false },
  whatsapp: { from: at(7), to: at(22), everyDay: true },
  platform: { from: at(7), to: at(22, 30), everyDay: true },
  crew: WORK,
}

/** The moment itself if people are up and there then; otherwise one in the next stretch in which they are. */
const within = (moment: Instant, hours: Hours, calendar: OfficeCalendar, random: SeededRandom): Instant => {
  let day = dayAt(moment, calendar.zone)
  const minute = (moment - startOfDay(day, calendar.zone)) / MINUTE_MS
  const isOpen = (one: Day): boolean => hours.everyDay || isWorkingDay(one, calendar)
  if (isOpen(day) && minute >= hours.from && minute < hours.to) return moment
  if (minute >= hours.to) day = addDays(day, 1)
  while (!isOpen(day)) day = addDays(day, 1)
  const late = Math.floor(random.next() * (hours.to - hours.from) * 0.8)
  return asInstant(startOfDay(day, calendar.zone) + (hours.from + late) * MINUTE_MS)
}

export const whenTheyReport = (
  moment: Instant,
  channel: Channel,
  calendar: OfficeCalendar,
  random: SeededRandom,
): Instant => within(moment, HOURS[channel], calendar, random)

export const whenTheyWork = (moment: Instant, calendar: OfficeCalendar, random: SeededRandom): Instant =>
  within(moment, WORK, calendar, random)
