import { Temporal } from 'temporal-polyfill'
import type { OfficeCalendar } from '@shared/deadlines/office-calendar'
import { asDay, asInstant, type Instant } from '@shared/kernel/instant'

const morning = [{ from: '09:00', to: '12:30' }]

/** A counter open on weekday mornings, closed on the patron's day. */
export const counter: OfficeCalendar = {
  zone: 'Europe/Rome',
  hours: { 1: morning, 2: morning, 3: morning, 4: morning, 5: morning, 6: [], 7: [] },
  patron: { month: 7, day: 16 },
  closures: [asDay('2026-12-24')],
}

/** `2026-11-23T09:00` on the wall in Rome. */
export const rome = (wall: string): Instant =>
  asInstant(Temporal.PlainDateTime.from(wall).toZonedDateTime('Europe/Rome').epochMilliseconds)

export const wallIn = (zone: string, at: Instant): string =>
  Temporal.Instant.fromEpochMilliseconds(at)
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })

export const inRome = (at: Instant): string => wallIn('Europe/Rome', at)
