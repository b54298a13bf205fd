import { DESK_NOTICES } from '@shared/contract/notices'
import type { OutputOf } from '@shared/contract/define'
import type { notices } from '@shared/contract/notices'
import type { TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'

/** Nobody reads more than these at once. */
const MOST = 100

export const ownNotices = async (db: ReadDb, userId: number): Promise<OutputOf<(typeof notices)['mine']>> => {
  const unseen = db.selectFrom('desk_notices').where('user_id', '=', userId).where('seen_at', 'is', null)
  const rows = await unseen
    .innerJoin('tickets', 'tickets.id', 'desk_notices.ticket_id')
    .select(['desk_notices.id', 'desk_notices.ticket_id', 'desk_notices.kind', 'desk_notices.word', 'desk_notices.at'])
    .select(['tickets.number', 'tickets.subject'])
    .orderBy('desk_notices.id', 'desc')
    .limit(MOST)
    .execute()
  const { n } = await unseen.select(({ fn }) => fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  return {
    unseen: n,
    notices: rows.map(({ ticket_id: ticketId, kind, at, ...row }) => ({
      ...row,
      ticketId: ticketId as TicketId,
      kind: DESK_NOTICES.find((one) => one === kind) ?? 'rule',
      at: asInstant(at),
    })),
  }
}
