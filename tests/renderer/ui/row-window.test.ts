import { describe, expect, it } from 'vitest'
import { findShift, newsKeys } from '@/ui/grid/row-window'
import { MAX_SCROLL_HEIGHT, revealOffset, scaleOf } from '@/ui/grid/use-virtual-rows'

interface Row {
  readonly id: number
  readonly status: string
}

const rowsFrom = (ids: readonly number[], status = 'new'): Row[] => ids.map((id) => ({ id, status }))
const held = (offset: number, rows: readonly Row[]): Map<number, Row> =>
  new Map(rows.map((row, index) => [offset + index, row]))
const keyOf = (row: Row): number => row.id

describe('a list that changed keeps its reader’s place', () => {
  const before = held(10, rowsFrom([110, 109, 108, 107]))
  const visible = { from: 11, to: 13 }

  it('finds by how many rows what is on screen moved down', () => {
    const rows = rowsFrom([112, 111, 110, 109, 108, 107])
    expect(findShift({ before, visible, offset: 10, rows, keyOf })).toBe(2)
  })

  it('takes the next row that is left when the first on screen has gone', () => {
    const rows = rowsFrom([111, 110, 108, 107])
    expect(findShift({ before, visible, offset: 10, rows, keyOf })).toBe(0)
    expect(findShift({ before, visible, offset: 10, rows: rowsFrom([113, 112, 111, 110, 108]), keyOf })).toBe(2)
  })

  it('stays where it is when nothing on screen is left', () => {
    expect(findShift({ before, visible, offset: 10, rows: rowsFrom([1, 2, 3]), keyOf })).toBe(0)
  })

  it('calls news what changed and what came in between neighbours, not what merely was not held', () => {
    const rows = [...rowsFrom([111, 110]), { id: 109, status: 'closed' }, ...rowsFrom([120, 108, 107, 106])]
    expect([...newsKeys({ before, visible, offset: 10, rows, keyOf })]).toEqual([109, 120])
  })

  it('calls news what came above the first row of the list', () => {
    const top = { before: held(0, rowsFrom([4, 3])), visible: { from: 0, to: 1 }, offset: 0, keyOf }
    expect([...newsKeys({ ...top, rows: rowsFrom([6, 5, 4, 3]) })]).toEqual([6, 5])
  })
})

describe('a list of any length scrolls', () => {
  it('is drawn to scale while the browser can lay it out', () => {
    expect(scaleOf({ total: 10_000, rowHeight: 32, viewport: 600 })).toEqual({ height: 320_000, ratio: 1 })
  })

  it.each([1_000_000, 10_000_000])('reaches the last of %i rows at the end of the scroll bar', (total) => {
    const viewport = 600
    const { height, ratio } = scaleOf({ total, rowHeight: 32, viewport })
    expect(height).toBe(MAX_SCROLL_HEIGHT)
    expect((height - viewport) * ratio).toBeCloseTo(total * 32 - viewport, 3)
  })

  it('moves no further than it must to show a row whole', () => {
    const view = { total: 100, rowHeight: 32, viewport: 320 }
    expect(revealOffset(5, 0, view)).toBe(0)
    expect(revealOffset(10, 0, view)).toBe(32)
    expect(revealOffset(2, 96, view)).toBe(64)
  })
})
