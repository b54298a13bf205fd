import type { OutputOf } from '@shared/contract/define'
import type { places } from '@shared/contract/places'
import type { TicketFilter } from '@shared/contract/tickets'
import { type Result, ok } from '@shared/kernel/result'
import type { Store } from '@main/store/store'
import type { FilterFacts } from '../tickets/ticket-filter-queries'
import { countTickets } from '../tickets/ticket-queries'
import { inSteps } from './in-steps'
import { isKept, keptTotal, placedWithin, pointsOf } from './map-queries'

/** What a page gathers by itself, once, and then pans and zooms without asking. */
const MOST_POINTS = 50_000

const placedTotal = async (store: Store, filter: TicketFilter, facts: FilterFacts): Promise<Result<number>> => {
  if (isKept(filter)) return store.read((db) => keptTotal(db, filter))
  const parts = await inSteps(store, (db, ids) => placedWithin(db, filter, facts, ids))
  return parts.ok ? ok(parts.value.reduce((sum, part) => sum + part, 0)) : parts
}

/** Every ticket of a filter that has a point, unless they are more than `most`, and how many there are. */
export const listPoints = async (
  store: Store,
  filter: TicketFilter,
  facts: FilterFacts,
  most = MOST_POINTS,
): Promise<Result<OutputOf<(typeof places)['points']>>> => {
  // A rectangle leaves out what has no place: how many there are is asked without it.
  const everywhere = { ...filter, bbox: null }
  const read = await store.read(async (db) => ({
    points: await pointsOf(db, filter, facts, most),
    tickets: await countTickets(db, everywhere, facts),
  }))
  if (!read.ok) return read
  const { points, tickets } = read.value
  const total = points === null ? await placedTotal(store, filter, facts) : ok(points.length)
  const withPlace = filter.bbox === null ? total : await placedTotal(store, everywhere, facts)
  if (!total.ok || !withPlace.ok) return total.ok ? (withPlace as typeof total & { ok: false }) : total
  // The two were read one after the other, and a ticket may have come in between.
  return ok({ points, total: total.value, withoutPlace: Math.max(0, tickets - withPlace.value) })
}
