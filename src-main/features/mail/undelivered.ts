import type { ReadDb, WriteDb } from '@main/store/handles'
import { addressList } from '../tickets/address-list'

/** Notes whom of a message's recipients it did not reach; an address that is none of them tells nothing. */
export const noteUndelivered = async (
  db: WriteDb,
  message: { readonly id: number; readonly recipients: readonly string[] },
  reported: readonly string[],
  at: number,
): Promise<void> => {
  const told = new Set(reported.map((address) => address.toLowerCase()))
  const named = message.recipients.filter((address) => told.has(address.toLowerCase()))
  // A report that names nobody of ours may be about any of them.
  for (const address of named.length > 0 ? named : message.recipients)
    await db
      .insertInto('undelivered')
      .values({ message_id: message.id, address, reported_at: at })
      .onConflict((conflict) => conflict.columns(['message_id', 'address']).doUpdateSet({ reported_at: at }))
      .execute()
}

export const undeliveredOf = async (db: ReadDb, messageId: number): Promise<string[]> =>
  (await db.selectFrom('undelivered').select('address').where('message_id', '=', messageId).execute()).map(
    ({ address }) => address,
  )

export const forgetUndelivered = async (db: WriteDb, messageId: number): Promise<void> => {
  await db.deleteFrom('undelivered').where('message_id', '=', messageId).execute()
}

/** Whether a message that goes out again reached one of its first recipients before. */
export const reachedBefore = async (db: ReadDb, messageId: number): Promise<boolean> => {
  const missed = new Set(await undeliveredOf(db, messageId))
  if (missed.size === 0) return false
  const row = await db.selectFrom('messages').select('recipients_to').where('id', '=', messageId).executeTakeFirst()
  return addressList(row?.recipients_to ?? '[]').some((to) => !missed.has(to))
}
