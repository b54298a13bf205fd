import type { ReportSlice, Times } from '@shared/contract/reports'
import { DIMENSIONS, type Dimension, type SliceKey, type Tally } from '@shared/reports/figures'
import { quantileOf } from '@shared/reports/quantile'
import type { Outcome } from '@shared/tickets/vocabulary'
import { type Arrival, SLICE_COLUMN } from './report-queries'

/** Nine in ten were quicker, or as quick. */
const MOST = 0.9

export const timesOf = (minutes: readonly number[]): Times => {
  const sorted = Float64Array.from(minutes).sort()
  return { count: sorted.length, median: quantileOf(sorted, 0.5), most: quantileOf(sorted, MOST) }
}

interface Heap {
  readonly tallies: Record<Tally, number>
  /** Office minutes from arrival to closing. */
  readonly settling: number[]
}

const emptyHeap = (): Heap => ({
  tallies: { received: 0, settledIn: 0, settled: 0, open: 0, reopened: 0, kept: 0, missed: 0 },
  settling: [],
})

/** A row as it counts: settled by the period's end, and after how many office minutes. */
interface Counted {
  readonly row: Arrival
  readonly isSettledIn: boolean
  readonly minutes: number
}

const add = ({ tallies, settling }: Heap, { row, isSettledIn, minutes }: Counted): void => {
  tallies.received += 1
  if (row.reopened > 0) tallies.reopened += 1
  if (row.kept === 1) tallies.kept += 1
  if (row.kept === 0) tallies.missed += 1
  if (row.closed_at === null) {
    tallies.open += 1
    return
  }
  tallies.settled += 1
  if (isSettledIn) tallies.settledIn += 1
  settling.push(minutes)
}

export interface ArrivalTallies {
  readonly all: Heap
  readonly resolvedIn: number
  readonly ownReceived: number
  readonly ownSettledIn: number
  readonly answering: readonly number[]
  readonly outcomes: ReadonlyMap<Outcome, { settledIn: number; settled: number }>
  readonly by: Readonly<Record<Dimension, ReportSlice[]>>
}

/**
 * One pass over a period's arrivals. `end` is the moment after the period, `clock` reads office minutes; a ticket counts for
 * its own category and for the one above it.
 */
export const tallyArrivals = (
  rows: readonly Arrival[],
  end: number,
  clock: (at: number) => number,
  parents: ReadonlyMap<number, number>,
): ArrivalTallies => {
  const all = emptyHeap()
  const heaps = Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, new Map()])) as unknown as Record<
    Dimension,
    Map<SliceKey, Heap>
  >
  const outcomes = new Map<Outcome, { settledIn: number; settled: number }>()
  const answering: number[] = []
  let [resolvedIn, ownReceived, ownSettledIn] = [0, 0, 0]

  const addTo = (heap: Map<SliceKey, Heap>, key: SliceKey, counted: Counted): void => {
    let known = heap.get(key)
    if (known === undefined) heap.set(key, (known = emptyHeap()))
    add(known, counted)
  }

  for (const row of rows) {
    const arrived = clock(row.created_at)
    const isSettledIn = row.closed_at !== null && row.closed_at < end
    const counted = { row, isSettledIn, minutes: row.closed_at === null ? 0 : clock(row.closed_at) - arrived }
    add(all, counted)
    if (row.first_answered_at !== null) answering.push(clock(row.first_answered_at) - arrived)
    if (isSettledIn && row.outcome === 'resolved') resolvedIn += 1
    if (row.body_id === null) {
      ownReceived += 1
      if (isSettledIn) ownSettledIn += 1
    }
    if (row.outcome !== null) {
      const outcome = row.outcome as Outcome
      const known = outcomes.get(outcome) ?? { settledIn: 0, settled: 0 }
      known.settled += 1
      if (isSettledIn) known.settledIn += 1
      outcomes.set(outcome, known)
    }
    for (const dimension of DIMENSIONS) addTo(heaps[dimension], row[SLICE_COLUMN[dimension]], counted)
    const parent = row.category_id === null ? undefined : parents.get(row.category_id)
    if (parent !== undefined) addTo(heaps.category, parent, counted)
  }

  const slicesOf = (dimension: Dimension): ReportSlice[] =>
    [...heaps[dimension]]
      .map(([key, { tallies, settling }]) => ({ key, tallies, settling: timesOf(settling) }))
      .toSorted((a, b) => b.tallies.received - a.tallies.received)
  return {
    all,
    resolvedIn,
    ownReceived,
    ownSettledIn,
    answering,
    outcomes,
    by: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, slicesOf(dimension)])) as Record<
      Dimension,
      ReportSlice[]
    >,
  }
}
