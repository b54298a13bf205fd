import type { InputOf, OutputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { isPlannableOf } from '@shared/crews/plannable'
import { TICKET_STATUSES, type TicketStatus } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'

type Plannable = (typeof crews)['plannable']

/** Splits a selection into what a crew can be sent to, in the order asked for, and what it cannot, by state. */
export const readPlannable = async (db: ReadDb, { ticketIds }: InputOf<Plannable>): Promise<OutputOf<Plannable>> => {
  const rows = await db.selectFrom('tickets').select(['id', 'status']).where('id', 'in', ticketIds).execute()
  const statusOf = new Map(rows.map((row) => [row.id, row.status as TicketStatus]))
  const left = new Map<TicketStatus, number>()
  const fit = ticketIds.filter((id) => {
    const status = statusOf.get(id)
    if (status === undefined) return false
    if (isPlannableOf(status, ticketIds.length === 1)) return true
    left.set(status, (left.get(status) ?? 0) + 1)
    return false
  })
  const planned = await db
    .selectFrom('visits')
    .select('ticket_id')
    .distinct()
    .where('ticket_id', 'in', ticketIds)
    .where('status', '=', 'planned')
    .execute()
  const isVisited = new Set(planned.map((row) => row.ticket_id))
  return {
    ticketIds: fit,
    visited: fit.filter((id) => isVisited.has(id)),
    left: TICKET_STATUSES.flatMap((status) => {
      const count = left.get(status) ?? 0
      return count > 0 ? [{ status, count }] : []
    }),
  }
}
