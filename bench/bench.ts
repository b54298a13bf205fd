/** One line of the table: `limit` is measured in the same run, in turn with the subject; `goal` bounds `ratio`. */
export interface Row {
  readonly name: string
  readonly size: number
  readonly median: number
  readonly p95: number
  readonly unit: 'ms' | '1/s' | 'MB' | '%' | 'km'
  readonly limit: number
  readonly ratio: number
  readonly goal: string
  readonly met: boolean
  /** What one number does not say. */
  readonly note?: string
}

export type Bench = (options: { readonly tickets: number }) => Promise<readonly Row[]>

export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

export const median = (values: readonly number[]): number => quantile(values, 0.5)

export interface Timed {
  readonly subject: readonly number[]
  readonly limit: readonly number[]
}

/** Milliseconds of subject and limit, in turn, after a few rounds that do not count. */
export const inTurn = async (
  rounds: number,
  subject: (round: number) => unknown,
  limit: (round: number) => unknown,
): Promise<Timed> => {
  const times: { subject: number[]; limit: number[] } = { subject: [], limit: [] }
  for (let round = -Math.ceil(rounds / 5); round < rounds; round += 1) {
    for (const [name, run] of [
      ['subject', subject],
      ['limit', limit],
    ] as const) {
      const start = performance.now()
      await run(Math.abs(round))
      if (round >= 0) times[name].push(performance.now() - start)
    }
  }
  return times
}

/** A row of times, slower being worse. */
export const timeRow = (
  name: string,
  size: number,
  timed: Timed,
  most: number,
  also: { readonly p95Below?: number } = {},
): Row => {
  const ratio = median(timed.subject) / median(timed.limit)
  const p95 = quantile(timed.subject, 0.95)
  const bounded = also.p95Below === undefined || p95 <= also.p95Below
  return {
    name,
    size,
    median: median(timed.subject),
    p95,
    unit: 'ms',
    limit: median(timed.limit),
    ratio,
    goal: `≤ ${most}×${also.p95Below === undefined ? '' : `, p95 ≤ ${also.p95Below} ms`}`,
    met: ratio <= most && bounded,
  }
}
