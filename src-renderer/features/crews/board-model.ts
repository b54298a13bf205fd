import { addDays } from '@shared/deadlines/zone'
import type { Crew, Visit } from '@shared/contract/crews'
import type { CrewId, VisitId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'

export const WEEK = 7

/** The Monday on or before a day. */
export const mondayOf = (day: Day): Day => addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))

export const weekFrom = (monday: Day): Day[] => Array.from({ length: WEEK }, (_, index) => addDays(monday, index))

/** Rows are crews, columns are days, each place holds its visits in their order. */
export interface Board {
  readonly crews: readonly Crew[]
  readonly days: readonly Day[]
  readonly visits: readonly Visit[]
}

export const visitsAt = (board: Board, crewId: CrewId | undefined, day: Day | undefined): Visit[] =>
  board.visits.filter((visit) => visit.crewId === crewId && visit.day === day)

/** Where the keyboard is: a crew's day, and a visit in it (-1: the day itself). */
export interface Cursor {
  readonly row: number
  readonly column: number
  readonly item: number
}

const cellAt = (board: Board, row: number, column: number): Visit[] =>
  visitsAt(board, board.crews[row]?.id, board.days[column])

const clamp = (value: number, most: number): number => Math.min(Math.max(0, value), Math.max(0, most))

/** A cursor that exists on this board. */
export const settle = (board: Board, { row, column, item }: Cursor): Cursor => {
  const there = { row: clamp(row, board.crews.length - 1), column: clamp(column, board.days.length - 1) }
  const count = cellAt(board, there.row, there.column).length
  return { ...there, item: count === 0 ? -1 : clamp(item, count - 1) }
}

export type Arrow = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'
export const isArrow = (key: string): key is Arrow => /^Arrow(Up|Down|Left|Right)$/.test(key)

/** Up and down walk through a day's visits and on to the next crew; left and right change the day. */
export const step = (board: Board, cursor: Cursor, arrow: Arrow): Cursor => {
  const { row, column, item } = cursor
  switch (arrow) {
    case 'ArrowLeft':
      return settle(board, { ...cursor, column: column - 1 })
    case 'ArrowRight':
      return settle(board, { ...cursor, column: column + 1 })
    case 'ArrowUp':
      if (item > 0) return { ...cursor, item: item - 1 }
      return row === 0 ? cursor : settle(board, { row: row - 1, column, item: Number.MAX_SAFE_INTEGER })
    case 'ArrowDown':
      if (item < cellAt(board, row, column).length - 1) return { ...cursor, item: item + 1 }
      return row === board.crews.length - 1 ? cursor : settle(board, { row: row + 1, column, item: 0 })
  }
}

export interface Place {
  readonly crewId: CrewId
  readonly day: Day
  /** Among the visits that stay; null is the end. */
  readonly position: number | null
}

/** Where Alt and an arrow take a visit: a step in the order, over its ends to the next crew, or a day on. Null: nowhere. */
export const placeAfter = (board: Board, { row, column, item }: Cursor, arrow: Arrow): Place | null => {
  const crew = board.crews[row]
  const day = board.days[column]
  if (!crew || day === undefined || item < 0) return null
  const count = cellAt(board, row, column).length
  if (arrow === 'ArrowLeft') return { crewId: crew.id, day: addDays(day, -1), position: null }
  if (arrow === 'ArrowRight') return { crewId: crew.id, day: addDays(day, 1), position: null }
  const next = arrow === 'ArrowUp' ? item - 1 : item + 1
  if (next >= 0 && next < count) return { crewId: crew.id, day, position: next }
  const other = board.crews[arrow === 'ArrowUp' ? row - 1 : row + 1]
  return other ? { crewId: other.id, day, position: arrow === 'ArrowUp' ? null : 0 } : null
}

/** Where a visit stands now; null when it is not on the board (any more). */
export const cursorOf = (board: Board, visitId: VisitId): Cursor | null => {
  const visit = board.visits.find(({ id }) => id === visitId)
  if (!visit) return null
  const row = board.crews.findIndex(({ id }) => id === visit.crewId)
  const column = board.days.indexOf(visit.day)
  const item = visitsAt(board, visit.crewId, visit.day).indexOf(visit)
  return row < 0 || column < 0 ? null : { row, column, item }
}
