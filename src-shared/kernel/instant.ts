import { z } from 'zod'
import type { Brand } from './brand'

/** A moment: whole milliseconds since 1970-01-01T00:00Z. */
export type Instant = Brand<number, 'Instant'>

/** A day on the office's calendar, `YYYY-MM-DD`, with no time and no zone. */
export type Day = Brand<string, 'Day'>

export const instant = z.number().int() as unknown as z.ZodType<Instant, number>

export const day = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/) as unknown as z.ZodType<
  Day,
  string
>

export const asInstant = (milliseconds: number): Instant => milliseconds as Instant

/** The same for a moment that may not have come. */
export const instantOrNull = (milliseconds: number | null): Instant | null =>
  milliseconds === null ? null : asInstant(milliseconds)

export const asDay = (text: string): Day => text as Day

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000
export const DAY_MS = 86_400_000
