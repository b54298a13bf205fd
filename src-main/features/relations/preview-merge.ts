import type { InputOf, OutputOf } from '@shared/contract/define'
import type { relations } from '@shared/contract/relations'
import type { ReadDb } from '@main/store/handles'
import { mergeable } from './merge-checks'
import { nameOfTicket, writerOf } from './relation-queries'

type Preview = OutputOf<(typeof relations)['preview']>

const countsOf = async (
  db: ReadDb,
  ticketId: number,
): Promise<Record<'messages' | 'notes' | 'files' | 'visits' | 'drafts', number>> => {
  const count = async (rows: Promise<readonly { n: number }[]>): Promise<number> => (await rows)[0]?.n ?? 0
  return {
    messages: await count(
      db
        .selectFrom('messages')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('ticket_id', '=', ticketId)
        .execute(),
    ),
    notes: await count(
      db
        .selectFrom('timeline')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('ticket_id', '=', ticketId)
        .where('kind', '=', 'note')
        .execute(),
    ),
    files: await count(
      db
        .selectFrom('attachments')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('ticket_id', '=', ticketId)
        .execute(),
    ),
    visits: await count(
      db
        .selectFrom('visits')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('ticket_id', '=', ticketId)
        .where('status', '=', 'planned')
        .execute(),
    ),
    drafts: await count(
      db
        .selectFrom('drafts')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('ticket_id', '=', ticketId)
        .execute(),
    ),
  }
}

/** What a merge would take along, and whom it concerns; changes nothing. */
export const previewMerge = async (
  db: ReadDb,
  { masterId, ids }: InputOf<(typeof relations)['preview']>,
): Promise<Preview> => {
  const { master, merged } = await mergeable(db, masterId, ids)
  const previews: Preview['merged'] = []
  for (const ticket of merged)
    previews.push({
      ...nameOfTicket(ticket),
      ...(await writerOf(db, ticket.id)),
      ...(await countsOf(db, ticket.id)),
    })
  return { master: { ...nameOfTicket(master), ...(await writerOf(db, master.id)) }, merged: previews }
}
