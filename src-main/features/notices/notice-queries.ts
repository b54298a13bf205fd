import { DESK_NOTICES, NOTICES_OF_A_GROUP } from '@shared/contract/notices'
import { MOST_NAMED } from '@shared/contract/tickets'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { notices } from '@shared/contract/notices'
import type { TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'

/** Nobody reads more than these at once. */
const MOST = 100

const kindOf = (kind: string): (typeof DESK_NOTICES)[number] => DESK_NOTICES.find((one) => one === kind) ?? 'rule'

export const ownNotices = async (db: ReadDb, userId: number): Promise<OutputOf<(typeof notices)['mine']>> => {
  const unseen = db.selectFrom('desk_notices').where('user_id', '=', userId).where('seen_at', 'is', null)
  const rows = await unseen
    .innerJoin('tickets', 'tickets.id', 'desk_notices.ticket_id')
    .select(['desk_notices.id', 'desk_notices.ticket_id', 'desk_notices.kind', 'desk_notices.word', 'desk_notices.at'])
    .select(['tickets.number', 'tickets.subject'])
    .orderBy('desk_notices.id', 'desc')
    .limit(MOST)
    .execute()
  const kinds = await unseen
    .select(['kind', 'word'])
    .select(({ fn }) => [
      fn.countAll<number>().as('notices'),
      fn.count<number>('ticket_id').distinct().as('tickets'),
      fn.max('id').as('up_to'),
      fn.max('at').as('at'),
    ])
    .groupBy(['kind', 'word'])
    .orderBy('up_to', 'desc')
    .execute()
  const groups = kinds.filter(({ tickets }) => tickets >= NOTICES_OF_A_GROUP)
  return {
    unseen: kinds.reduce((sum, kind) => sum + (groups.includes(kind) ? 1 : kind.notices), 0),
    groups: groups.map(({ kind, word, up_to: upTo, tickets, at }) => ({
      ...{ kind: kindOf(kind), word, upTo, tickets },
      at: asInstant(at),
    })),
    notices: rows.map(({ ticket_id: ticketId, kind, at, ...row }) => ({
      ...row,
      ticketId: ticketId as TicketId,
      kind: kindOf(kind),
      at: asInstant(at),
    })),
  }
}

/** Each ticket once, the newest word first; as many as a list may name. */
export const noticedTickets = async (
  db: ReadDb,
  userId: number,
  { kind, word, upTo }: InputOf<(typeof notices)['tickets']>,
): Promise<OutputOf<(typeof notices)['tickets']>> => {
  const rows = await db
    .selectFrom('desk_notices')
    .select('ticket_id')
    .select(({ fn }) => fn.max('id').as('newest'))
    .where('user_id', '=', userId)
    .where('seen_at', 'is', null)
    .where('kind', '=', kind)
    .where('word', '=', word)
    .where('id', '<=', upTo)
    .groupBy('ticket_id')
    .orderBy('newest', 'desc')
    .limit(MOST_NAMED)
    .execute()
  return { ids: rows.map((row) => row.ticket_id as TicketId) }
}
