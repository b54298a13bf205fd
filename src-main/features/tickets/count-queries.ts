import { VIEWS, type View, ticketFilter } from '@shared/contract/tickets'
import type { ViewId } from '@shared/kernel/ids'
import type { ReadDb } from '@main/store/handles'
import { savedViewsOf } from '../views/view-queries'
import type { FilterFacts } from './ticket-filter-queries'
import { countTickets } from './ticket-queries'

export interface Counts {
  readonly views: Record<View, number>
  readonly saved: { id: ViewId; count: number }[]
}

/** Live counts of every view; each is a short range of an index, or a kept counter. */
export const countViews = async (db: ReadDb, facts: FilterFacts): Promise<Counts> => {
  const entries: [View, number][] = []
  for (const view of VIEWS) entries.push([view, await countTickets(db, ticketFilter.parse({ view }), facts)])
  const saved: { id: ViewId; count: number }[] = []
  for (const view of await savedViewsOf(db, facts.userId))
    saved.push({ id: view.id, count: await countTickets(db, view.filter, facts) })
  return { views: Object.fromEntries(entries) as Record<View, number>, saved }
}
