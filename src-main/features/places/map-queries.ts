import { type Expression, type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import type { MapCell, MapPoint } from '@shared/contract/places'
import type { TicketFilter } from '@shared/contract/tickets'
import type { Bbox } from '@shared/places/geo'
import { isNarrowed } from '@shared/tickets/ticket-filter'
import { type CellRange, halved, microdegrees, ticketColumn, ticketRow } from '@main/store/dialects/sqlite/map-cells'
import { hidden, ticketsInside } from '@main/store/dialects/sqlite/text-search'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'
import { type FilterFacts, applyTicketFilter } from '../tickets/ticket-filter-queries'
import { type IdRange, ticketsWithin } from '../tickets/ticket-queries'
import { toPoint } from './places-rows'

type TicketQuery = SelectQueryBuilder<Tables, 'tickets', unknown>

/** Where more than the view narrows, the index of the map's points shall not lead: it knows nothing else. */
const placed = (query: TicketQuery, filter: TicketFilter): TicketQuery => {
  const column = (name: string): Expression<number | null> =>
    isNarrowed({ ...filter, bbox: null }) ? hidden(name) : sql.ref(name)
  return query.where(column('tickets.lat'), 'is not', null).where(column('tickets.lon'), 'is not', null)
}

/** Nothing but the view narrows, and the view is told by the state alone: what the kept cells know. */
export const isKept = (filter: TicketFilter): boolean =>
  (filter.view === 'all' || filter.view === 'closed') && !isNarrowed(filter)

const keptCells = (db: ReadDb, { view }: TicketFilter) => {
  const cells = db.selectFrom('map_cells')
  return view === 'closed' ? cells.where('status', '=', 'closed') : cells
}

export const keptTotal = async (db: ReadDb, filter: TicketFilter): Promise<number> => {
  const { n } = await keptCells(db, filter)
    .select(sql<number>`coalesce(sum(n), 0)`.as('n'))
    .executeTakeFirstOrThrow()
  return n
}

const readPoints = async (tickets: TicketQuery, filter: TicketFilter, limit: number): Promise<MapPoint[]> => {
  const rows = await placed(tickets, filter)
    .select(['tickets.id', 'tickets.lat', 'tickets.lon', 'tickets.status', 'tickets.priority', 'tickets.category_id'])
    .limit(limit)
    .execute()
  return rows.map(toPoint)
}

/** Up to `limit` of a filter's tickets in a box that holds few, led by the index of points. */
export const pointsIn = (
  db: ReadDb,
  filter: TicketFilter,
  facts: FilterFacts,
  box: Bbox,
  limit: number,
): Promise<MapPoint[]> =>
  readPoints(
    applyTicketFilter<unknown>(db.selectFrom('tickets'), { ...filter, bbox: [...box] }, facts, 'ids').where(
      'tickets.id',
      'in',
      ticketsInside(box),
    ),
    filter,
    limit,
  )

/** A filter's tickets that have a point; null when they are more than `most`. */
export const pointsOf = async (
  db: ReadDb,
  filter: TicketFilter,
  facts: FilterFacts,
  most: number,
): Promise<MapPoint[] | null> => {
  if (isKept(filter) && (await keptTotal(db, filter)) > most) return null
  const tickets = applyTicketFilter<unknown>(db.selectFrom('tickets'), filter, facts)
  const points = await readPoints(tickets, filter, most + 1)
  return points.length > most ? null : points
}

/** How many of a filter's tickets with ids in this range have a point. */
export const placedWithin = async (
  db: ReadDb,
  filter: TicketFilter,
  facts: FilterFacts,
  ids: IdRange,
): Promise<number> => {
  const { n } = await placed(ticketsWithin(db, filter, facts, ids), filter)
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

/** Those of a filter's tickets with ids in this range that have a point. */
export const pointsWithin = (db: ReadDb, filter: TicketFilter, facts: FilterFacts, ids: IdRange): Promise<MapPoint[]> =>
  readPoints(ticketsWithin(db, filter, facts, ids), filter, Number.MAX_SAFE_INTEGER)

/** Sums of some tickets that lie in one cell; latitude and longitude in millionths of a degree. */
export interface CellSums {
  readonly y: number
  readonly x: number
  readonly n: number
  readonly urgent: number
  readonly lat: number
  readonly lon: number
}

const finest = { y: sql<number>`map_cells.y`, x: sql<number>`map_cells.x` }

const keptIn = (db: ReadDb, filter: TicketFilter, { south, north, west, east }: CellRange) =>
  keptCells(db, filter).where('y', '>=', south).where('y', '<=', north).where('x', '>=', west).where('x', '<=', east)

/** How many tickets lie in these cells, by the kept counts. */
export const keptCount = async (db: ReadDb, filter: TicketFilter, range: CellRange): Promise<number> => {
  const { n } = await keptIn(db, filter, range)
    .select(sql<number>`coalesce(sum(n), 0)`.as('n'))
    .executeTakeFirstOrThrow()
  return n
}

const cellOf = (index: { readonly y: RawBuilder<number>; readonly x: RawBuilder<number> }, halvings: number) => ({
  y: halved(index.y, halvings),
  x: halved(index.x, halvings),
})

/** These cells by the kept counts, gathered into larger ones. */
export const keptSums = async (
  db: ReadDb,
  filter: TicketFilter,
  range: CellRange,
  halvings: number,
): Promise<CellSums[]> => {
  const { y, x } = cellOf(finest, halvings)
  return keptIn(db, filter, range)
    .select([y.as('y'), x.as('x')])
    .select([sql<number>`sum(n)`.as('n'), sql<number>`sum(urgent)`.as('urgent')])
    .select([sql<number>`sum(lat_sum)`.as('lat'), sql<number>`sum(lon_sum)`.as('lon')])
    .groupBy([y, x])
    .execute()
}

/** The cells of those of a filter's tickets whose ids lie above `after`, up to and with `upTo`. */
export const countedSums = async (
  db: ReadDb,
  filter: TicketFilter,
  facts: FilterFacts,
  ids: IdRange,
  halvings: number,
): Promise<CellSums[]> => {
  const { y, x } = cellOf({ y: ticketRow, x: ticketColumn }, halvings)
  return placed(ticketsWithin(db, filter, facts, ids), filter)
    .select([y.as('y'), x.as('x')])
    .select([sql<number>`count(*)`.as('n'), sql<number>`sum(tickets.priority >= 3)`.as('urgent')])
    .select([
      sql<number>`sum(${microdegrees('tickets.lat')})`.as('lat'),
      sql<number>`sum(${microdegrees('tickets.lon')})`.as('lon'),
    ])
    .groupBy([y, x])
    .execute()
}

export const lastTicketId = async (db: ReadDb): Promise<number> => {
  const row = await db
    .selectFrom('tickets')
    .select((eb) => eb.fn.max<number | null>('id').as('id'))
    .executeTakeFirst()
  return row?.id ?? 0
}

const MICRO = 1_000_000

export const toCell = ({ n, urgent, lat, lon }: Omit<CellSums, 'y' | 'x'>): MapCell => [
  lon / n / MICRO,
  lat / n / MICRO,
  n,
  urgent,
]
