import type { Selectable } from 'kysely'
import type { OutputOf } from '@shared/contract/define'
import type { mail } from '@shared/contract/mail'
import type { MailboxId, QuarantineId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'

export type StoredQuarantine = Selectable<Tables['quarantine']>
type Row = OutputOf<(typeof mail)['quarantine']>['rows'][number]

const toRow = (row: StoredQuarantine): Row => ({
  id: row.id as QuarantineId,
  mailboxId: row.mailbox_id as MailboxId | null,
  reason: row.reason as Row['reason'],
  from: row.from_text,
  subject: row.subject,
  receivedAt: asInstant(row.received_at),
  size: row.size,
  sha256: row.raw_sha256,
})

/** What waits for a person, newest first. */
export const openQuarantine = async (
  db: ReadDb,
  page: { readonly offset: number; readonly limit: number },
): Promise<OutputOf<(typeof mail)['quarantine']>> => {
  const rows = await db
    .selectFrom('quarantine')
    .selectAll()
    .where('state', '=', 'open')
    .orderBy('id', 'desc')
    .offset(page.offset)
    .limit(page.limit)
    .execute()
  const { total } = await db
    .selectFrom('quarantine')
    .select(({ fn }) => fn.countAll<number>().as('total'))
    .where('state', '=', 'open')
    .executeTakeFirstOrThrow()
  return { rows: rows.map(toRow), total }
}

export const quarantinedById = async (db: ReadDb, id: number): Promise<StoredQuarantine | undefined> =>
  db.selectFrom('quarantine').selectAll().where('id', '=', id).executeTakeFirst()
