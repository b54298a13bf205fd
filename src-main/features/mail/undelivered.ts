import type { ReadDb, WriteDb } from '@main/store/handles'

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
