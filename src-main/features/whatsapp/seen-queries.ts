import type { ReadDb } from '@main/store/handles'

const BATCH = 500

/** The tickets that these messages went to; those never imported are not there. */
export const seenMessages = async (db: ReadDb, digests: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const seen = new Map<string, number>()
  for (let from = 0; from < digests.length; from += BATCH) {
    const rows = await db
      .selectFrom('whatsapp_seen')
      .select(['digest', 'ticket_id'])
      .where('digest', 'in', digests.slice(from, from + BATCH))
      .execute()
    for (const row of rows) seen.set(row.digest, row.ticket_id)
  }
  return seen
}
