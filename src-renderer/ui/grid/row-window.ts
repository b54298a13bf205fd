import type { RowKey } from './grid-types'

export interface ShiftQuestion<T> {
  /** The rows held so far, by index. */
  readonly before: ReadonlyMap<number, T>
  /** The indices on screen, both ends included. */
  readonly visible: { readonly from: number; readonly to: number }
  /** The new window: its first index and its rows. */
  readonly offset: number
  readonly rows: readonly T[]
  readonly keyOf: (row: T) => RowKey
}

/**
 * By how many rows what is on screen moved: the first row on screen that is still in the list says it; 0 when
 * nothing of it was found.
 */
export const findShift = <T>({ before, visible, offset, rows, keyOf }: ShiftQuestion<T>): number => {
  const now = new Map(rows.map((row, index) => [keyOf(row), offset + index]))
  for (let index = visible.from; index <= visible.to; index += 1) {
    const row = before.get(index)
    const found = row === undefined ? undefined : now.get(keyOf(row))
    if (found !== undefined) return found - index
  }
  return 0
}

/**
 * Rows that a person should notice: those that differ in anything that is shown, and those that came in between two
 * rows that were neighbours (or above the very first). A row that merely was not held yet is no news.
 */
export const newsKeys = <T>({ before, offset, rows, keyOf }: ShiftQuestion<T>): ReadonlySet<RowKey> => {
  const known = new Map<RowKey, { readonly row: T; readonly index: number }>()
  for (const [index, row] of before) known.set(keyOf(row), { row, index })
  const news = new Set<RowKey>()
  let run: RowKey[] = []
  // Where the last row that was held stood: above the first row of the list there is nothing that could be unknown.
  let last = offset === 0 ? -1 : Number.NaN
  for (const row of rows) {
    const key = keyOf(row)
    const old = known.get(key)
    if (!old) {
      run.push(key)
      continue
    }
    if (old.index === last + 1) for (const came of run) news.add(came)
    if (JSON.stringify(old.row) !== JSON.stringify(row)) news.add(key)
    run = []
    last = old.index
  }
  return news
}
