import type { ReadDb } from '@main/store/handles'

export interface Redaction {
  readonly original: string
  readonly redacted: string
  readonly by: string
  readonly at: number
}

/** Which of these files are shown as another one, by their hash; a few reads for any number. */
export const redactionsOf = async (db: ReadDb, files: readonly string[]): Promise<ReadonlyMap<string, Redaction>> => {
  const found = new Map<string, Redaction>()
  const left = [...new Set(files)]
  while (left.length > 0) {
    const rows = await db
      .selectFrom('photo_redactions')
      .selectAll()
      .where('original_sha256', 'in', left.splice(0, 500))
      .execute()
    for (const row of rows)
      found.set(row.original_sha256, {
        original: row.original_sha256,
        redacted: row.redacted_sha256,
        by: row.redacted_by,
        at: row.redacted_at,
      })
  }
  return found
}

/** The file that is shown in this one's place: itself, or what somebody made of it. */
export const shownInstead = async (db: ReadDb, sha256: string): Promise<string> =>
  (await redactionsOf(db, [sha256])).get(sha256)?.redacted ?? sha256

/** A redacted photo's original, or a mail's source that holds one. */
export const isOriginal = async (db: ReadDb, sha256: string): Promise<boolean> => {
  const own = await db
    .selectFrom('photo_redactions')
    .select('ticket_id')
    .where('original_sha256', '=', sha256)
    .executeTakeFirst()
  if (own !== undefined) return true
  const inMail = await db
    .selectFrom('messages')
    .innerJoin('attachments', 'attachments.message_id', 'messages.id')
    .innerJoin('photo_redactions', 'photo_redactions.original_sha256', 'attachments.sha256')
    .select('messages.id')
    .where('messages.raw_sha256', '=', sha256)
    .executeTakeFirst()
  return inMail !== undefined
}
