import type { AppError } from '@shared/kernel/app-error'
import { refuse } from '@shared/kernel/app-error'
import { HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { DELIVERY_WORDS, isFailure, strongestWord } from '@shared/mail/delivery'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import type { FeatureParts } from '../feature-parts'
import { countAnswers } from '../messages/count-answers'
import { rememberBlob } from '../tickets/attach-files'
import { type OutgoingMessage, outgoingMessage } from './outgoing-queries'
import { forgetUndelivered, noteUndelivered, reachedBefore } from './undelivered'

/** About two days of trying, then a person is told. */
const MAX_ATTEMPTS = 52

export type SendState =
  | { readonly state: 'sent'; readonly refused: readonly string[] }
  | { readonly state: 'temporary' | 'permanent' | 'uncertain'; readonly error: AppError }

/** Somebody believes to have been answered and may not have been: the queue shows the ticket like something new. */
const showInQueue = async (db: WriteDb, messageId: number): Promise<void> => {
  const ticket = db.selectFrom('messages').select('ticket_id').where('id', '=', messageId)
  await db.updateTable('tickets').set({ unread: 1 }).where('id', '=', ticket).execute()
  await recount(db, messageId)
}

/** What left, and what did not, is what the deadline of an answer goes by. */
const recount = async (db: WriteDb, messageId: number): Promise<void> => {
  const row = await db
    .selectFrom('messages')
    .select('ticket_id')
    .where('id', '=', messageId)
    .where('purpose', 'in', ['reply', 'official'])
    .executeTakeFirst()
  if (row) await countAnswers(db, row.ticket_id)
}

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

/** Whose outbox it is: a mailbox's, or (null) that of the office's WhatsApp number. */
export type Outlet = number | null

/** What any outgoing message is known by, and whom it is for. */
export interface Leaving {
  readonly id: number
  readonly sendTo: readonly string[]
}

/** A message that this desk is sending: which attempt of which holder, so that no other one is taken for it. */
export interface Claim<Message extends Leaving = OutgoingMessage> {
  readonly message: Message
  readonly fence: number
  readonly attempt: number
}

/**
 * One desk sends one message of a mailbox after the other, so what is `sending` while nothing is being sent was left
 * by a desk that died or by an outcome that could not be written down. Nobody knows whether it went out: it waits for
 * a person's word.
 */
export const doubtUnfinished = async (parts: FeatureParts, outlet: Outlet, lease: Lease): Promise<Result<number>> =>
  parts.current.store.write(async (db) => {
    if (!(await leaseHolds(db, lease))) refuse('conflict', { field: 'lease' })
    const rows = await unfinished(db, outlet).execute()
    for (const row of rows) {
      await setBoth(db, row.message_id, 'uncertain', outlet === null ? 'whatsapp_dropped' : 'mailbox_dropped')
      await showInQueue(db, row.message_id)
    }
    return rows.length
  })

const unfinished = (db: Pick<WriteDb, 'selectFrom'>, outlet: Outlet) =>
  db.selectFrom('outbox').select('message_id').where('mailbox_id', 'is', outlet).where('state', '=', 'sending')

/**
 * The next message of an outbox that is due, marked `sending` before a single byte goes out; null when none is. Called while
 * nothing of it is being sent: what is still marked so is doubted first.
 */
export const claimLeaving = async <Message extends Leaving>(
  parts: FeatureParts,
  outlet: Outlet,
  lease: Lease,
  load: (db: WriteDb, id: number) => Promise<Message>,
): Promise<Result<Claim<Message> | null>> => {
  const found = await parts.current.store.read(async (db) => ({
    due: await nextDue(db, outlet, parts.clock.now()),
    left: await unfinished(db, outlet).executeTakeFirst(),
  }))
  if (!found.ok) return found
  if (found.value.left !== undefined) {
    const doubted = await doubtUnfinished(parts, outlet, lease)
    if (!doubted.ok) return doubted
  }
  // The common answer costs no write: a desk asks every second.
  if (found.value.due === null) return { ok: true, value: null }
  return parts.current.store.write(async (db) => {
    if (!(await leaseHolds(db, lease))) refuse('conflict', { field: 'lease' })
    const row = await nextDue(db, outlet, parts.clock.now())
    if (row === null) return null
    const attempt = row.attempts + 1
    await setBoth(db, row.message_id, 'sending', null)
    await forgetBadNews(db, row.message_id)
    await db
      .updateTable('outbox')
      .set({ fence: lease.fence, attempts: attempt })
      .where('message_id', '=', row.message_id)
      .execute()
    return { message: await load(db, row.message_id), fence: lease.fence, attempt }
  })
}

/** The same for a mailbox. */
export const claimOutgoing = (parts: FeatureParts, mailboxId: number, lease: Lease): Promise<Result<Claim | null>> =>
  claimLeaving(parts, mailboxId, lease, outgoingMessage)

/** What was told of the attempt before says nothing of this one; the receipts stay as the message's files. */
const forgetBadNews = async (db: WriteDb, messageId: number): Promise<void> => {
  const words = DELIVERY_WORDS.filter((word) => isFailure(word) || strongestWord([word])?.state === 'late')
  await db.deleteFrom('receipts').where('message_id', '=', messageId).where('kind', 'in', words).execute()
}

const nextDue = async (
  db: Pick<WriteDb, 'selectFrom'>,
  outlet: Outlet,
  now: number,
): Promise<{ readonly message_id: number; readonly attempts: number } | null> => {
  const row = await db
    .selectFrom('outbox')
    .select(['message_id', 'attempts'])
    // `is` finds a mailbox by its number and those without one alike, by the same plan.
    .where('mailbox_id', 'is', outlet)
    .where('state', 'in', ['held', 'queued'])
    .where('next_attempt_at', '<=', now)
    .where('held_until', '<=', now)
    .orderBy('next_attempt_at')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/**
 * Before this moment nothing of an outbox can be due, unless the outbox changes; null while nothing waits in it. Never too
 * late, since a message leaves at the later of its two moments; one that is being sent is due to be doubted or written down.
 */
export const nothingDueBefore = async (db: ReadDb, outlet: Outlet): Promise<number | null> => {
  const { attempt, held } = await db
    .selectFrom('outbox')
    .select((eb) => [eb.fn.min('next_attempt_at').as('attempt'), eb.fn.min('held_until').as('held')])
    .where('mailbox_id', 'is', outlet)
    .where('state', 'in', ['held', 'queued', 'sending'])
    .executeTakeFirstOrThrow()
  return attempt === null || held === null ? null : Math.max(attempt, held)
}

/**
 * Writes down what became of a claimed message, also when the mailbox was taken over meanwhile and the message doubted:
 * who sent it knows. Once a person or another desk has sent it again, this attempt is history and changes nothing.
 */
export const recordOutcome = async (
  parts: FeatureParts,
  claim: Claim<Leaving>,
  outcome: SendState,
  raw: { readonly sha256: string; readonly size: number } | null,
): Promise<Result<void>> =>
  parts.current.store.write(async (db) => {
    const { id } = claim.message
    const row = await db
      .selectFrom('outbox')
      .select(['state', 'fence', 'attempts'])
      .where('message_id', '=', id)
      .executeTakeFirst()
    if (row?.fence !== claim.fence || row.attempts !== claim.attempt) return
    if (row.state !== 'sending' && row.state !== 'uncertain') return
    const now = parts.clock.now()
    if (raw !== null) {
      await rememberBlob(db, { ...raw, type: 'message/rfc822', at: now })
      await db.updateTable('messages').set({ raw_sha256: raw.sha256 }).where('id', '=', id).execute()
    }
    if (outcome.state === 'sent') {
      await setBoth(db, id, 'sent', null, (await reachedBefore(db, id)) ? {} : { sentAt: now })
      await forgetUndelivered(db, id)
      if (outcome.refused.length > 0) {
        await noteUndelivered(db, { id, recipients: claim.message.sendTo }, outcome.refused, now)
        const state = { state: 'undelivered', error_code: 'mail_undelivered' }
        await db.updateTable('messages').set(state).where('id', '=', id).execute()
      }
      return recount(db, id)
    }
    const { code } = outcome.error
    if (outcome.state === 'temporary' && row.attempts < MAX_ATTEMPTS)
      return setBoth(db, id, 'queued', code, { nextAttemptAt: now + nextPause(row.attempts) })
    await setBoth(db, id, outcome.state === 'uncertain' ? 'uncertain' : 'failed', code)
    await showInQueue(db, id)
  })
