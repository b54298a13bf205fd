import { DAY_MS, type Instant, asInstant } from '../kernel/instant'

/** One stretch at a body, in epoch milliseconds. */
export interface Stretch {
  readonly beganAt: number
  readonly answeredAt: number | null
  readonly endedAt: number | null
  readonly overdue: boolean
}

export interface AnsweringTimes {
  readonly forwarded: number
  readonly answered: number
  /** Neither answered nor taken back. */
  readonly open: number
  readonly overdue: number
  /** Days until an answer came, of those that have one; null for none. */
  readonly medianDays: number | null
  /** Since when the oldest unanswered one lies there; null for none. */
  readonly oldestOpenAt: Instant | null
}

export const median = (values: readonly number[]): number | null => {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

const days = (from: number, to: number): number => Math.max(0, (to - from) / DAY_MS)

export const answeringTimes = (stretches: readonly Stretch[]): AnsweringTimes => {
  const answered = stretches.flatMap(({ beganAt, answeredAt }) =>
    answeredAt === null ? [] : [days(beganAt, answeredAt)],
  )
  const open = stretches.filter(({ answeredAt, endedAt }) => answeredAt === null && endedAt === null)
  return {
    forwarded: stretches.length,
    answered: answered.length,
    open: open.length,
    overdue: open.filter(({ overdue }) => overdue).length,
    medianDays: median(answered),
    oldestOpenAt: open.length === 0 ? null : asInstant(Math.min(...open.map(({ beganAt }) => beganAt))),
  }
}
