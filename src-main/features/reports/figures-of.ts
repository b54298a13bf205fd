import type { Figures } from '@shared/contract/reports'
import type { OfficeCalendar } from '@shared/deadlines/office-calendar'
import { officeClock } from '@shared/deadlines/office-clock'
import { addDays, startOfDay } from '@shared/deadlines/zone'
import { type Period, bucketsOf } from '@shared/reports/period'
import { OUTCOMES } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import * as queries from './report-queries'
import { tallyArrivals, timesOf } from './tally-arrivals'

export interface FiguresFacts {
  readonly calendar: OfficeCalendar
  readonly now: number
}

const rangeOf = ({ from, to }: Period, zone: string): queries.Range => ({
  start: startOfDay(from, zone),
  end: startOfDay(addDays(to, 1), zone),
})

/** How many of the moments lie in each of the ranges, which follow one another. */
const countBuckets = (moments: readonly number[], ranges: readonly queries.Range[]): number[] => {
  const counts = ranges.map(() => 0)
  const sorted = Float64Array.from(moments).sort()
  let at = 0
  for (const [index, { start, end }] of ranges.entries()) {
    while (at < sorted.length && (sorted[at] ?? 0) < start) at += 1
    const first = at
    while (at < sorted.length && (sorted[at] ?? 0) < end) at += 1
    counts[index] = at - first
  }
  return counts
}

/**
 * Everything that a period's tickets came to. Each ticket is read once, from an index: six groupings of the same rows by the
 * store took three times as long at 77,000 of them, and the quantiles need every time anyway.
 */
export const figuresOf = async (db: ReadDb, period: Period, facts: FiguresFacts): Promise<Figures> => {
  const { calendar, now } = facts
  const range = rangeOf(period, calendar.zone)
  const arrived = await queries.arrivals(db, range)
  const closed = await queries.closings(db, range)
  const stockBefore = await queries.stockAt(db, range.start)
  // From the first of them on, not from the period's: "since 1980" has no forty years of days to open and close.
  const first = arrived.reduce((least, { created_at }) => Math.min(least, created_at), now)
  const clock = officeClock(calendar, first, Math.max(now, first))
  const { all, outcomes, by, answering, ...own } = tallyArrivals(
    arrived,
    range.end,
    clock,
    await queries.categoryParents(db),
  )

  const buckets = bucketsOf(period)
  const ranges = buckets.map((bucket) => rangeOf(bucket, calendar.zone))
  const received = countBuckets(
    arrived.map((row) => row.created_at),
    ranges,
  )
  const closings = countBuckets(
    closed.map((row) => row.closed_at),
    ranges,
  )
  return {
    ...period,
    measures: {
      ...all.tallies,
      ...own,
      openAtEnd: all.tallies.received - all.tallies.settledIn,
      ...(await queries.followUpCounts(db, range)),
      overdue: await queries.overdueCount(db, range, now),
      merged: await queries.mergedCount(db, range),
      stockBefore,
      stockAfter: stockBefore + all.tallies.received - closed.length,
      closed: closed.length,
      closedEarlier: closed.filter((row) => row.created_at < range.start).length,
      closedResolved: closed.filter((row) => row.outcome === 'resolved').length,
    },
    answering: timesOf(answering),
    settling: timesOf(all.settling),
    outcomes: OUTCOMES.flatMap((outcome) => {
      const counts = outcomes.get(outcome)
      return counts === undefined ? [] : [{ outcome, ...counts }]
    }),
    buckets: buckets.map((bucket, index) => ({
      ...bucket,
      received: received[index] ?? 0,
      closed: closings[index] ?? 0,
    })),
    by,
  }
}
