import { type RawBuilder, sql } from 'kysely'
import type { Bbox } from '@shared/places/geo'

/** Cells a degree: see schema/map-cells.ts. */
const ROWS = 1000
const COLUMNS = 750

/** Rows and columns of the finest cells. */
export interface CellRange {
  readonly south: number
  readonly north: number
  readonly west: number
  readonly east: number
}

/** Every cell that a box touches, whole cells of `2 ** halvings` by `2 ** halvings` finest ones. */
export const cellsTouching = ([west, south, east, north]: Bbox, halvings: number): CellRange => {
  const size = 2 ** halvings
  const first = (at: number, cells: number): number => Math.floor((at * cells) / size) * size
  return {
    south: first(south + 90, ROWS),
    north: first(north + 90, ROWS) + size - 1,
    west: first(west + 180, COLUMNS),
    east: first(east + 180, COLUMNS) + size - 1,
  }
}

/** The box that exactly these cells fill. */
export const boxOfCells = ({ south, north, west, east }: CellRange): [number, number, number, number] => [
  west / COLUMNS - 180,
  south / ROWS - 90,
  (east + 1) / COLUMNS - 180,
  (north + 1) / ROWS - 90,
]

/** The finest cell's row and column of a ticket that has a place. */
export const ticketRow: RawBuilder<number> = sql`CAST((tickets.lat + 90) * ${sql.lit(ROWS)} AS INTEGER)`
export const ticketColumn: RawBuilder<number> = sql`CAST((tickets.lon + 180) * ${sql.lit(COLUMNS)} AS INTEGER)`

/** A ticket's own place in millionths of a degree, as the kept cells add them up. */
export const microdegrees = (column: 'tickets.lat' | 'tickets.lon'): RawBuilder<number> =>
  sql`CAST(round(${sql.ref(column)} * 1000000) AS INTEGER)`

/** The row or column of the larger cell that holds a finest one. */
export const halved = (index: RawBuilder<number>, halvings: number): RawBuilder<number> =>
  sql`(${index}) >> ${sql.lit(halvings)}`
