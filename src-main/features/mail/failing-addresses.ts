import { asInstant, type Instant } from '@shared/kernel/instant'
import type { ReadDb, WriteDb } from '@main/store/handles'

/** Notes that mail to these addresses came back (`bounced`), or is put off by their server. Lower case. */
export const markFailing = async (
  db: WriteDb,
  addresses: readonly string[],
  about: { readonly word: string; readonly reason: string },
  at: number,
): Promise<void> => {
  const permanent = about.word === 'bounced' ? 1 : 0
  for (const address of addresses) {
    const before = await db
      .selectFrom('failing_addresses')
      .selectAll()
      .where('address', '=', address)
      .executeTakeFirst()
    const row = {
      // A server that puts a mail off does not take back that an address does not exist.
      permanent: Math.max(permanent, before?.permanent ?? 0),
      status: about.reason.slice(0, 40),
      times: (before?.times ?? 0) + 1,
      at,
    }
    await db
      .insertInto('failing_addresses')
      .values({ ...row, address })
      .onConflict((conflict) => conflict.column('address').doUpdateSet(row))
      .execute()
  }
}

/** Somebody wrote from there at `at`, so the address lived then; what failed since stays noted. */
export const clearFailing = async (db: WriteDb, address: string, at: number): Promise<void> => {
  await db.deleteFrom('failing_addresses').where('address', '=', address.toLowerCase()).where('at', '<=', at).execute()
}

/** Which of these addresses (any case) failed, as they were asked for. */
export const failingAmong = async (
  db: ReadDb,
  addresses: readonly string[],
): Promise<{ address: string; permanent: boolean; status: string; at: Instant }[]> => {
  const asked = new Map(addresses.map((address) => [address.toLowerCase(), address]))
  if (asked.size === 0) return []
  const rows = await db
    .selectFrom('failing_addresses')
    .selectAll()
    .where('address', 'in', [...asked.keys()])
    .execute()
  return rows.map((row) => ({
    address: asked.get(row.address) ?? row.address,
    permanent: row.permanent === 1,
    status: row.status,
    at: asInstant(row.at),
  }))
}
