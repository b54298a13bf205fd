import type { InputOf, OutputOf } from '@shared/contract/define'
import type { MapCell, places } from '@shared/contract/places'
import { type Result, ok } from '@shared/kernel/result'
import { overlap } from '@shared/places/geo'
import { boxOfCells, cellsTouching } from '@main/store/dialects/sqlite/map-cells'
import type { Store } from '@main/store/store'
import type { FilterFacts } from '../tickets/ticket-filter-queries'
import { inSteps } from './in-steps'
import { type CellSums, countedSums, isKept, keptCount, keptSums, pointsIn, pointsWithin, toCell } from './map-queries'

type View = OutputOf<(typeof places)['view']>

interface ViewLimits {
  /** As many tickets are shown each by itself. */
  readonly points: number
  /** As many ids are looked at in one read. */
  readonly ids?: number
}

const LIMITS: ViewLimits = { points: 5000 }

/** At this zoom a cell is the smallest there is, and a screen shows a quarter of a town. */
const FINEST_ZOOM = 16

/** Puts together what lies in one cell, from as many reads as it took. */
const gathered = (sums: readonly CellSums[]): MapCell[] => {
  const cells = new Map<string, { n: number; urgent: number; lat: number; lon: number }>()
  for (const { y, x, n, urgent, lat, lon } of sums) {
    const cell = cells.get(`${y} ${x}`)
    if (cell === undefined) cells.set(`${y} ${x}`, { n, urgent, lat, lon })
    else {
      cell.n += n
      cell.urgent += urgent
      cell.lat += lat
      cell.lon += lon
    }
  }
  return [...cells.values()].map(toCell)
}

/**
 * What a map shows of a box. Cells at its edges are whole ones, so that each number is that of all the tickets which it
 * stands for.
 */
export const viewMap = async (
  store: Store,
  { filter, bbox, zoom }: InputOf<(typeof places)['view']>,
  facts: FilterFacts,
  limits: ViewLimits = LIMITS,
): Promise<Result<View>> => {
  const halvings = Math.max(0, FINEST_ZOOM - zoom)
  const range = cellsTouching(bbox, halvings)
  const box = boxOfCells(range)
  const asked = filter.bbox === null ? box : overlap(box, filter.bbox)
  if (asked === null) return ok({ points: [], cells: [], box })
  const here = { ...filter, bbox: asked }

  if (isKept(filter))
    return store.read(async (db) => {
      if ((await keptCount(db, filter, range)) > limits.points)
        return { points: null, cells: (await keptSums(db, filter, range, halvings)).map(toCell), box }
      return { points: await pointsIn(db, filter, facts, asked, Number.MAX_SAFE_INTEGER), cells: [], box }
    })

  if (zoom >= FINEST_ZOOM - 1) {
    const near = await store.read((db) => pointsIn(db, filter, facts, asked, limits.points + 1))
    if (!near.ok) return near
    if (near.value.length <= limits.points) return ok({ points: near.value, cells: [], box })
  }
  const parts = await inSteps(store, (db, ids) => countedSums(db, here, facts, ids, halvings), limits.ids)
  if (!parts.ok) return parts
  const sums = parts.value.flat()
  if (sums.reduce((total, { n }) => total + n, 0) > limits.points)
    return ok({ points: null, cells: gathered(sums), box })
  const few = await inSteps(store, (db, ids) => pointsWithin(db, here, facts, ids), limits.ids)
  return few.ok ? ok({ points: few.value.flat(), cells: [], box }) : few
}
