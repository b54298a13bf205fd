import { z } from 'zod'
import { day } from '@shared/kernel/instant'
import { DIMENSIONS, MEASURES, TALLIES } from '@shared/reports/figures'
import { OUTCOMES } from '@shared/tickets/vocabulary'
import { query } from './define'

const count = z.number().int().min(0)

/** Office minutes by which half, and nine in ten, of `count` tickets were there; null for none. */
const times = z.object({ count, median: z.number().nullable(), most: z.number().nullable() })
export type Times = z.output<typeof times>

const tallies = z.record(z.enum(TALLIES), count)

/** One channel, category (those below it included), district, crew or body; null: those that have none. */
const slice = z.object({ key: z.union([z.string(), z.number(), z.null()]), tallies, settling: times })
export type ReportSlice = z.output<typeof slice>

const period = z.object({ from: day, to: day })

export const figures = period.extend({
  measures: z.record(z.enum(MEASURES), count),
  /** From arrival to the first word back, and to the closing, waiting included. */
  answering: times,
  settling: times,
  outcomes: z.array(z.object({ outcome: z.enum(OUTCOMES), settledIn: count, settled: count })),
  /** Months (years of a long period) with what arrived in them and what was closed in them, whenever it had arrived. */
  buckets: z.array(period.extend({ received: count, closed: count })),
  by: z.record(z.enum(DIMENSIONS), z.array(slice)),
})
export type Figures = z.output<typeof figures>

export const reports = {
  /**
   * What a period's tickets came to, and the same days of the year before, in one snapshot. Refuses `invalid_input` for a
   * period that ends before it begins or is longer than a hundred years.
   */
  figures: query(
    period,
    z.object({
      period: figures,
      before: figures,
      /** When the first ticket of all arrived; null in an empty store. */
      firstDay: day.nullable(),
      today: day,
      /** Open minutes of a working day, by which times are told in days; null: the office never opens. */
      dayMinutes: z.number().nullable(),
    }),
    { needs: 'reports.read' },
  ),
}
