import { describe, expect, it } from 'vitest'
import type { Crew, Visit } from '@shared/contract/crews'
import type { CrewId, VisitId } from '@shared/kernel/ids'
import { asDay } from '@shared/kernel/instant'
import { type Board, cursorOf, mondayOf, placeAfter, settle, step, weekFrom } from '@/features/crews/board-model'

const MONDAY = asDay('2026-11-23')
const crew = (id: number): Crew => ({
  id: id as CrewId,
  name: `Squadra ${id}`,
  color: '#0066cc',
  vehicle: '',
  capacityVisits: 4,
  capacityMinutes: 240,
  active: true,
  members: [],
  ...{ skills: [], districts: [], weekdays: [1, 2, 3, 4, 5], absences: [] },
})
const visit = (id: number, crewId: number, position: number): Visit =>
  ({
    id: id as VisitId,
    crewId: crewId as CrewId,
    day: MONDAY,
    position,
    minutes: 45,
    status: 'planned',
    note: '',
  }) as Visit
/** Crew 1 has two visits on Monday, crew 2 one. */
const board: Board = {
  crews: [crew(1), crew(2)],
  days: weekFrom(MONDAY),
  visits: [visit(10, 1, 0), visit(11, 1, 1), visit(20, 2, 0)],
}
const at = (row: number, column: number, item: number) => ({ row, column, item })

describe('the week', () => {
  it('begins on the Monday before any of its days, over the end of a year too', () => {
    expect(mondayOf(asDay('2026-11-29'))).toBe('2026-11-23')
    expect(mondayOf(MONDAY)).toBe(MONDAY)
    expect(mondayOf(asDay('2027-01-01'))).toBe('2026-12-28')
    expect(weekFrom(MONDAY).at(-1)).toBe('2026-11-29')
  })
})

describe('arrows on the board', () => {
  it('walk down a day and on to the next crew, and back', () => {
    expect(step(board, at(0, 0, 0), 'ArrowDown')).toEqual(at(0, 0, 1))
    expect(step(board, at(0, 0, 1), 'ArrowDown')).toEqual(at(1, 0, 0))
    expect(step(board, at(1, 0, 0), 'ArrowUp')).toEqual(at(0, 0, 1))
    expect(step(board, at(0, 0, 0), 'ArrowUp')).toEqual(at(0, 0, 0))
    expect(step(board, at(1, 0, 0), 'ArrowDown')).toEqual(at(1, 0, 0))
  })

  it('stand on an empty day itself, and stop at the ends of the week', () => {
    expect(step(board, at(0, 0, 1), 'ArrowRight')).toEqual(at(0, 1, -1))
    expect(step(board, at(0, 0, 1), 'ArrowLeft')).toEqual(at(0, 0, 1))
    expect(step(board, at(0, 6, -1), 'ArrowRight')).toEqual(at(0, 6, -1))
    expect(settle(board, at(9, 9, 9))).toEqual(at(1, 6, -1))
  })
})

describe('Alt and arrows', () => {
  it('move a visit in its order, to the neighbouring crew at the ends, and by a day', () => {
    expect(placeAfter(board, at(0, 0, 0), 'ArrowDown')).toEqual({ crewId: 1, day: MONDAY, position: 1 })
    expect(placeAfter(board, at(0, 0, 1), 'ArrowDown')).toEqual({ crewId: 2, day: MONDAY, position: 0 })
    expect(placeAfter(board, at(1, 0, 0), 'ArrowUp')).toEqual({ crewId: 1, day: MONDAY, position: null })
    expect(placeAfter(board, at(0, 0, 0), 'ArrowRight')).toEqual({ crewId: 1, day: '2026-11-24', position: null })
    expect(placeAfter(board, at(0, 0, 0), 'ArrowLeft')).toEqual({ crewId: 1, day: '2026-11-22', position: null })
  })

  it('do nothing where there is no visit or nowhere to go', () => {
    expect(placeAfter(board, at(0, 0, 0), 'ArrowUp')).toBeNull()
    expect(placeAfter(board, at(0, 1, -1), 'ArrowDown')).toBeNull()
  })

  it('leave the keyboard on the visit, wherever it went', () => {
    const moved: Board = { ...board, visits: [visit(11, 1, 0), visit(20, 2, 0), visit(10, 2, 1)] }
    expect(cursorOf(moved, 10 as VisitId)).toEqual(at(1, 0, 1))
    expect(cursorOf(moved, 99 as VisitId)).toBeNull()
  })
})
