import type { ReadDb, WriteDb } from '@main/store/handles'

const MOST_AT_ONCE = 400

/** Which of these files something in the store still names. */
const namedAmong = async (db: ReadDb, hashes: readonly string[]): Promise<ReadonlySet<string>> => {
  const found = await Promise.all([
    db.selectFrom('attachments').select('sha256').where('sha256', 'in', hashes).execute(),
    db.selectFrom('messages').select('raw_sha256 as sha256').where('raw_sha256', 'in', hashes).execute(),
    db.selectFrom('messages').select('html_sha256 as sha256').where('html_sha256', 'in', hashes).execute(),
    db.selectFrom('receipts').select('raw_sha256 as sha256').where('raw_sha256', 'in', hashes).execute(),
    db.selectFrom('quarantine').select('raw_sha256 as sha256').where('raw_sha256', 'in', hashes).execute(),
    db
      .selectFrom('photo_redactions')
      .select('original_sha256 as sha256')
      .where('original_sha256', 'in', hashes)
      .execute(),
    db
      .selectFrom('photo_redactions')
      .select('redacted_sha256 as sha256')
      .where('redacted_sha256', 'in', hashes)
      .execute(),
  ])
  const named = new Set(found.flat().map(({ sha256 }) => sha256 ?? ''))
  // Files that somebody is about to send stand in the middle of a draft.
  const drafts = await db.selectFrom('drafts').select('data').execute()
  for (const sha256 of hashes) if (drafts.some(({ data }) => data.includes(sha256))) named.add(sha256)
  return named
}

/** Forgets those of the files that nothing names any more; the sweep takes them from the folder afterwards. */
export const forgetUnnamed = async (db: WriteDb, hashes: readonly string[]): Promise<void> => {
  const all = [...new Set(hashes)]
  for (let from = 0; from < all.length; from += MOST_AT_ONCE) {
    const some = all.slice(from, from + MOST_AT_ONCE)
    const named = await namedAmong(db, some)
    const gone = some.filter((sha256) => !named.has(sha256))
    if (gone.length > 0) await db.deleteFrom('blobs').where('sha256', 'in', gone).execute()
  }
}
