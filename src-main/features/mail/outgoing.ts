import type { AppError } from '@shared/kernel/app-error'
import { refuse } from '@shared/kernel/app-error'
import { HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { WriteDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import type { FeatureParts } from '../feature-parts'
import { rememberBlob } from '../tickets/attach-files'
import { type OutgoingMessage, outgoingMessage } from './outgoing-queries'

/** About two days of trying, then a person is told. */
const MAX_ATTEMPTS = 52

export type SendState =
  | { readonly state: 'sent'; readonly refused: readonly string[] }
  | { readonly state: 'temporary' | 'permanent' | 'uncertain'; readonly error: AppError }

const nextPause = (attempts: number): number => Math.min(HOUR_MS, MINUTE_MS * 2 ** Math.min(attempts - 1, 10))

const setBoth = async (
  db: WriteDb,
  messageId: number,
  state: string,
  error: string | null,
  more: { readonly nextAttemptAt?: number; readonly sentAt?: number } = {},
): Promise<void> => {
  await db
    .updateTable('outbox')
    .set({
      state,
      error_code: error,
      ...(more.nextAttemptAt === undefined ? {} : { next_attempt_at: more.nextAttemptAt }),
    })
    .where('message_id', '=', messageId)
    .execute()
  await db
    .updateTable('messages')
    .set({ state, error_code: error, ...(more.sentAt === undefined ? {} : { sent_at: more.sentAt }) })
    .where('id', '=', messageId)
    .execute()
}

/**
 * Whoever takes a mailbox over finds messages that were being sent when their desk died: nobody knows whether they
 * went out, so they wait for a person's word.
 */
export const doubtUnfinished = async (parts: FeatureParts, mailboxId: number, lease: Lease): Promise<Result<number>> =>
  parts.current.store.write(async (db) => {
    if (!(await leaseHolds(db, lease))) refuse('conflict', { field: 'lease' })
    const rows = await db
      .selectFrom('outbox')
      .select('message_id')
      .where('mailbox_id', '=', mailboxId)
      .where('state', '=', 'sending')
      .execute()
    for (const row of rows) await setBoth(db, row.message_id, 'uncertain', 'mailbox_dropped')
    return rows.length
  })

/** The next message that is due, marked `sending` before a single byte goes out; null when none is. */
export const claimOutgoing = async (
  parts: FeatureParts,
  mailboxId: number,
  lease: Lease,
): Promise<Result<OutgoingMessage | null>> => {
  const due = await parts.current.store.read((db) => nextDue(db, mailboxId, parts.clock.now()))
  if (!due.ok) return due
  // The common answer costs no write: a desk asks every second.
  if (due.value === null) return { ok: true, value: null }
  return parts.current.store.write(async (db) => {
    if (!(await leaseHolds(db, lease))) refuse('conflict', { field: 'lease' })
    const row = await nextDue(db, mailboxId, parts.clock.now())
    if (row === null) return null
    await setBoth(db, row.message_id, 'sending', null)
    await db
      .updateTable('outbox')
      .set({ fence: lease.fence, attempts: row.attempts + 1 })
      .where('message_id', '=', row.message_id)
      .execute()
    return outgoingMessage(db, row.message_id)
  })
}

const nextDue = async (
  db: Pick<WriteDb, 'selectFrom'>,
  mailboxId: number,
  now: number,
): Promise<{ readonly message_id: number; readonly attempts: number } | null> => {
  const row = await db
    .selectFrom('outbox')
    .select(['message_id', 'attempts'])
    .where('mailbox_id', '=', mailboxId)
    .where('state', 'in', ['held', 'queued'])
    .where('next_attempt_at', '<=', now)
    .where('held_until', '<=', now)
    .orderBy('next_attempt_at')
    .executeTakeFirst()
  return row ?? null
}

/** Writes down what became of a message, unless another desk has taken the mailbox over in between. */
export const recordOutcome = async (
  parts: FeatureParts,
  message: OutgoingMessage,
  lease: Lease,
  outcome: SendState,
  raw: { readonly sha256: string; readonly size: number } | null,
): Promise<Result<void>> =>
  parts.current.store.write(async (db) => {
    const row = await db
      .selectFrom('outbox')
      .select(['state', 'fence', 'attempts'])
      .where('message_id', '=', message.id)
      .executeTakeFirst()
    if (row?.state !== 'sending' || row.fence !== lease.fence) return
    const now = parts.clock.now()
    if (raw !== null) {
      await rememberBlob(db, { ...raw, type: 'message/rfc822', at: now })
      await db.updateTable('messages').set({ raw_sha256: raw.sha256 }).where('id', '=', message.id).execute()
    }
    if (outcome.state === 'sent') {
      const refused = outcome.refused.length > 0 ? 'smtp_rejected' : null
      return setBoth(db, message.id, 'sent', refused, { sentAt: now })
    }
    const { code } = outcome.error
    if (outcome.state === 'temporary' && row.attempts < MAX_ATTEMPTS)
      return setBoth(db, message.id, 'queued', code, { nextAttemptAt: now + nextPause(row.attempts) })
    return setBoth(db, message.id, outcome.state === 'uncertain' ? 'uncertain' : 'failed', code)
  })
