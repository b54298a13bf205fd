import type { ToTell } from '@shared/contract/rounds'
import type { Day } from '@shared/kernel/instant'

/** A leap year whose first day is a Monday: day n of January is weekday n, and February has its 29th. */
const MODEL_YEAR = 2024

export const WEEKDAYS = ['1', '2', '3', '4', '5', '6', '7'] as const
export type Weekday = (typeof WEEKDAYS)[number]

/** Whoever waits for a round whose day another calendar moves. */
export type Moved = ToTell & { readonly round: string }

const words = (language: string, parts: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(language, { ...parts, timeZone: 'UTC' })

export const weekdayName = (weekday: Weekday, language: string): string =>
  words(language, { weekday: 'long' }).format(Date.UTC(MODEL_YEAR, 0, Number(weekday)))

/** January is 1. */
export const monthName = (month: number, language: string): string =>
  words(language, { month: 'long' }).format(Date.UTC(MODEL_YEAR, month - 1, 1))

/** The most days that the month ever has. */
export const lastDayOf = (month: number): number => new Date(Date.UTC(MODEL_YEAR, month, 0)).getUTCDate()

/** With its year: closures are kept for years to come. */
export const dayWithYear = (day: Day, language: string): string =>
  words(language, { weekday: 'short', day: 'numeric', month: 'long', year: 'numeric' }).format(
    Date.parse(`${day}T12:00:00Z`),
  )
