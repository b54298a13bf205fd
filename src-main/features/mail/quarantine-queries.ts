import type { Selectable } from 'kysely'
import type { OutputOf } from '@shared/contract/define'
import type { mail, QuarantineView } from '@shared/contract/mail'
import type { MailboxId, QuarantineId, TicketId } from '@shared/kernel/ids'
import { asInstant, instantOrNull } from '@shared/kernel/instant'
import { tokens } from '@shared/search/fold'
import { hasWordLike } from '@main/store/dialects/sqlite/text-search'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'
import { addressList } from '../tickets/address-list'

export type StoredQuarantine = Selectable<Tables['quarantine']>
type Listed = OutputOf<(typeof mail)['quarantine']>
type Row = Listed['rows'][number]

const STATES: Readonly<Record<QuarantineView, readonly Row['state'][]>> = {
  waiting: ['open'],
  dismissed: ['dismissed'],
  automatic: ['kept', 'matched'],
  resolved: ['resolved'],
}

export const viewOf = (state: string): QuarantineView | null =>
  (Object.keys(STATES) as QuarantineView[]).find((view) => (STATES[view] as readonly string[]).includes(state)) ?? null

const rowsOf = (db: ReadDb, view: QuarantineView, text: string) => {
  let query = db.selectFrom('quarantine').where('quarantine.state', 'in', STATES[view])
  for (const word of tokens(text)) query = query.where(hasWordLike('quarantine.words', word))
  return query
}

const joined = (db: ReadDb) =>
  db
    .selectFrom('quarantine')
    .leftJoin('tickets', 'tickets.id', 'quarantine.ticket_id')
    .leftJoin('users', 'users.id', 'quarantine.resolved_by')
    .leftJoin('messages', 'messages.id', 'quarantine.message_id')
    .selectAll('quarantine')
    .select([
      'tickets.number as ticket_number',
      'tickets.subject as ticket_subject',
      'users.display_name as decided_by',
      'messages.direction as message_direction',
      'messages.recipients_to as message_to',
      'messages.created_at as message_at',
    ])

type Joined = Awaited<ReturnType<ReturnType<typeof joined>['executeTakeFirstOrThrow']>>

const toRow = (row: Joined): Row => ({
  id: row.id as QuarantineId,
  mailboxId: row.mailbox_id as MailboxId | null,
  reason: row.reason as Row['reason'],
  state: row.state as Row['state'],
  word: row.detail,
  from: row.from_text,
  subject: row.subject,
  receivedAt: asInstant(row.received_at),
  size: row.size,
  sha256: row.raw_sha256,
  emptiedAt: instantOrNull(row.emptied_at),
  ticket:
    row.ticket_id === null || row.ticket_number === null
      ? null
      : { id: row.ticket_id as TicketId, number: row.ticket_number, subject: row.ticket_subject ?? '' },
  about:
    row.message_direction === 'out' && row.message_to !== null
      ? { to: addressList(row.message_to), at: asInstant(row.message_at ?? row.received_at) }
      : null,
  decided: row.resolved_at === null ? null : { by: row.decided_by ?? '', at: asInstant(row.resolved_at) },
})

/** One view of the mail that was laid aside, newest first. */
export const listQuarantine = async (
  db: ReadDb,
  input: { readonly view: QuarantineView; readonly text: string; readonly offset: number; readonly limit: number },
): Promise<Listed> => {
  const { view, text, offset, limit } = input
  // Its ids first: what a page shows is looked up for its own rows, not for every receipt of all years.
  const page = rowsOf(db, view, text)
    .select('quarantine.id')
    .orderBy('quarantine.id', 'desc')
    .offset(offset)
    .limit(limit)
  const rows = await joined(db).where('quarantine.id', 'in', page).orderBy('quarantine.id', 'desc').execute()
  const { total } = await rowsOf(db, view, text)
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { rows: rows.map(toRow), total }
}

export const quarantinedById = async (db: ReadDb, id: number): Promise<StoredQuarantine | undefined> =>
  db.selectFrom('quarantine').selectAll().where('id', '=', id).executeTakeFirst()
