import { createHash } from 'node:crypto'
import { DAY_MS, type Instant, asInstant } from '@shared/kernel/instant'
import { type Result, ok } from '@shared/kernel/result'
import type { ReadDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import type { FeatureParts } from '../feature-parts'
import { forgetSenders } from '../reckoning/forget-senders'
import { readSetting } from '../settings/read-setting'
import type { MailParserPort } from './mail-ports'
import { forgetUnnamed } from './unnamed-files'

/** Each is read once more before it goes, and a write must stay short. */
const BATCH = 50

/**
 * Automatic mail that is part of nothing counts from the day on which it came, dismissed mail from the day on which
 * somebody dismissed it. What waits for a person, and what belongs to a ticket (receipts are proof), is never due.
 */
const dueAside = async (db: ReadDb, now: Instant) => {
  const { emptyAsideDays } = await readSetting(db, 'mail')
  if (emptyAsideDays === null) return []
  const before = now - emptyAsideDays * DAY_MS
  const kept = db.selectFrom('quarantine').selectAll().where('emptied_at', 'is', null)
  const automatic = await kept
    .where('state', '=', 'kept')
    .where('received_at', '<', before)
    .orderBy('received_at')
    .limit(BATCH)
    .execute()
  if (automatic.length === BATCH) return automatic
  const dismissed = await kept
    .where('state', '=', 'dismissed')
    .where('received_at', '<', before)
    .where('resolved_at', '<', before)
    .orderBy('received_at')
    .limit(BATCH - automatic.length)
    .execute()
  return [...automatic, ...dismissed]
}

export const isEmptyingDue = async (db: ReadDb, now: Instant): Promise<boolean> => (await dueAside(db, now)).length > 0

type Parts = FeatureParts & { readonly parser: Pick<MailParserPort, 'parse'> }

/** Every file that a mail left in the folder: earlier programs remembered those of its parts beside its source. */
const filesOf = async ({ current, parser }: Parts, source: string): Promise<string[]> => {
  const raw = await current.files.read(source).catch(() => null)
  if (raw === null) return [source]
  const parsed = await parser.parse(raw)
  const html = parsed.html === null ? [] : [createHash('sha256').update(parsed.html, 'utf8').digest('hex')]
  return [source, ...html, ...parsed.attachments.map(({ sha256 }) => sha256)]
}

/**
 * Deletes sender, words, source and files of the mails laid aside whose time is over, and leaves the row that counts.
 * Answers how many it dealt with.
 */
export const emptyAside = async (parts: Parts, lease: Lease): Promise<Result<number>> => {
  const { store } = parts.current
  const now = parts.clock.now()
  const due = await store.read((db) => dueAside(db, now))
  if (!due.ok) return due
  if (due.value.length === 0) return ok(0)
  const files: string[] = []
  for (const { raw_sha256: source } of due.value) files.push(...(await filesOf(parts, source)))
  return store.write(async (db) => {
    if (!(await leaseHolds(db, lease))) return 0
    // Somebody may have made a ticket of one, or put it back, while its source was read.
    const still = await db
      .updateTable('quarantine')
      .set({
        from_text: '',
        subject: '',
        words: '',
        detail: '',
        header_message_id: null,
        raw_sha256: '',
        emptied_at: now,
      })
      .where(
        'id',
        'in',
        due.value.map(({ id }) => id),
      )
      .where('state', 'in', ['kept', 'dismissed'])
      .where('emptied_at', 'is', null)
      .returning(['mailbox_id', 'received_at'])
      .execute()
    await forgetUnnamed(db, files)
    await forgetSenders(
      db,
      still.map(({ mailbox_id: mailboxId, received_at: at }) => ({ mailboxId, at: asInstant(at) })),
    )
    return still.length
  })
}
