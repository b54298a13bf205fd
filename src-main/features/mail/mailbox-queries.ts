import type { ReadDb } from '@main/store/handles'
import { type Mailbox, toMailbox } from './mailbox-rows'

export const allMailboxes = async (db: ReadDb): Promise<Mailbox[]> =>
  (await db.selectFrom('mailboxes').selectAll().where('removed', '=', 0).orderBy('id').execute()).map(toMailbox)

export const mailboxById = async (db: ReadDb, id: number): Promise<Mailbox | null> => {
  const row = await db
    .selectFrom('mailboxes')
    .selectAll()
    .where('id', '=', id)
    .where('removed', '=', 0)
    .executeTakeFirst()
  return row === undefined ? null : toMailbox(row)
}

/** Every address of the office's own, also of mailboxes that are not read any more: never taken for a citizen's. */
export const ownAddresses = async (db: ReadDb): Promise<string[]> =>
  (await db.selectFrom('mailboxes').select('address').execute()).map(({ address }) => address.toLowerCase())

/** UIDs of a folder above `after` that have an outcome. */
export const knownUids = async (
  db: ReadDb,
  mailboxId: number,
  uidValidity: number,
  after: number,
): Promise<Set<number>> => {
  const rows = await db
    .selectFrom('mailbox_uids')
    .select('uid')
    .where('mailbox_id', '=', mailboxId)
    .where('uid_validity', '=', uidValidity)
    .where('uid', '>', after)
    .execute()
  return new Set(rows.map(({ uid }) => uid))
}
