import { CITIZEN_STEPS, type CitizenStep, type UntoldReason, whyUntold } from '@shared/citizen/steps'
import { noticeText } from '@shared/citizen/notice-text'
import { isNoReply } from '@shared/contacts/email-address'
import { HOUR_MS, type Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { RandomBytes } from '@main/platform/random'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import type { FeatureParts } from '../feature-parts'
import { isBounced, queueAutomaticMail } from '../mail/automatic-mail'
import { mailboxById, ownAddresses } from '../mail/mailbox-queries'
import { answerAddressOf } from '../messages/answer-address-queries'
import { subjectFor } from '../messages/recipient-queries'
import { threadOf } from '../messages/write-outgoing'
import { readSetting } from '../settings/read-setting'
import { mergedInto } from '../tickets/merged-queries'
import { type StoredTicket, storedTicket } from '../tickets/ticket-queries'
import { writeEntry } from '../tickets/write-entry'
import { noticeValues } from './notice-values'

/** Steps that one write tells of: a few milliseconds each. */
const BATCH = 20
/** One address has so many notices within three hours, whatever happens to its reports. */
const PACE_MS = 3 * HOUR_MS
const MOST_NOTICES = 10

type DueStep = Awaited<ReturnType<typeof dueSteps>>[number]

const dueSteps = (db: ReadDb, now: number) =>
  db
    .selectFrom('citizen_steps')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(BATCH)
    .execute()

export const isTellingDue = async (db: ReadDb, now: number): Promise<boolean> => (await dueSteps(db, now)).length > 0

/** Whether anybody is to be told of anything, now or in a while. */
export const isTellingAhead = async (db: ReadDb): Promise<boolean> =>
  (await db
    .selectFrom('citizen_steps')
    .select('ticket_id')
    .where('state', '=', 'waiting')
    .limit(1)
    .executeTakeFirst()) !== undefined

/** Tells of the oldest steps that are due; answers how many it dealt with. */
export const tellCitizens = (parts: FeatureParts, lease: Lease): Promise<Result<number>> =>
  parts.current.store.write(async (db) => {
    if (!(await leaseHolds(db, lease))) return 0
    const now = parts.clock.now()
    const due = await dueSteps(db, now)
    for (const step of due) await tellOne(db, parts.random, step, now)
    return due.length
  })

const tellOne = async (db: WriteDb, random: RandomBytes, due: DueStep, now: Instant): Promise<void> => {
  const ticket = await storedTicket(db, due.ticket_id)
  const step = due.step as CitizenStep
  const setting = (await readSetting(db, 'citizen')).steps[step]
  // Switched off, or merged into another whose steps are told: nobody waits for a word about it.
  if (!ticket || !setting.on || (ticket.status === 'merged' && step !== 'received')) return drop(db, due)
  const told = new Set<string>()
  await tellTicket(db, random, { due, ticket, master: ticket, now, told })
  if (step === 'received') return
  // Whoever reported the same is told of it under their own number.
  for (const { id } of await mergedInto(db, ticket.id)) {
    const stub = await storedTicket(db, id)
    if (stub && !(await isSettled(db, due, id)))
      await tellTicket(db, random, { due, ticket: stub, master: ticket, now, told })
  }
}

/** Told before its report was merged. */
const isSettled = async (db: ReadDb, { step, round }: DueStep, ticketId: number): Promise<boolean> => {
  const own = await db
    .selectFrom('citizen_steps')
    .select('state')
    .where('ticket_id', '=', ticketId)
    .where('step', '=', step)
    .where('round', '=', round)
    .executeTakeFirst()
  return own !== undefined && own.state !== 'waiting'
}

interface Telling {
  readonly due: DueStep
  readonly ticket: StoredTicket
  readonly master: StoredTicket
  readonly now: Instant
  /** Addresses that this step went to: whoever made two of the reports is written to once. */
  readonly told: Set<string>
}

const tellTicket = async (db: WriteDb, random: RandomBytes, telling: Telling): Promise<void> => {
  const { due, ticket, master, now, told } = telling
  const step = due.step as CitizenStep
  const { address: raw, mailboxId } = await answerAddressOf(db, ticket.id)
  const address = raw.toLowerCase()
  if (address !== '' && told.has(address)) return
  told.add(address)
  const mailbox = await mailboxFor(db, mailboxId)
  const reason = whyUntold({
    step,
    status: master.status as TicketStatus,
    isAnonymous: ticket.contact_id === null,
    address,
    isAutomatic: isNoReply(address) || (await ownAddresses(db)).includes(address),
    isBounced: await isBounced(db, address),
    hasMailbox: mailbox !== null,
    isAnswered: await isAnswered(db, ticket.id, due.at),
    isOvertaken: await isOvertaken(db, due),
    isFlooded: await isFlooded(db, address, now),
  })
  if (reason !== null || mailbox === null) return noteUntold(db, telling, reason ?? 'no_mailbox')
  const setting = (await readSetting(db, 'citizen')).steps[step]
  const values = await noticeValues(db, ticket, master, now)
  const thread = await threadOf(db, ticket.id)
  const messageId = await queueAutomaticMail(db, random, {
    ticketId: ticket.id,
    purpose: 'step',
    mailbox,
    contactId: ticket.contact_id,
    address,
    subject: subjectFor({ number: ticket.number, subject: noticeText(setting.subject, values) }),
    text: noticeText(setting.text, values),
    ...thread,
    at: now,
  })
  await settle(db, telling, { state: 'told', reason: null, address, message_id: messageId })
}

/** The mailbox that the citizen wrote to, while it is in use; else the first one that is. */
export const mailboxFor = async (db: ReadDb, id: number | null) => {
  const known = id === null ? null : await mailboxById(db, id)
  if (known?.active) return known
  const first = await db
    .selectFrom('mailboxes')
    .select('id')
    .where('removed', '=', 0)
    .where('active', '=', 1)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return first === undefined ? null : mailboxById(db, first.id)
}

/** An official answer that goes out around the closing says more than a notice would. */
const isAnswered = async (db: ReadDb, ticketId: number, closedAt: number): Promise<boolean> => {
  const answer = await db
    .selectFrom('messages')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('direction', '=', 'out')
    .where('purpose', '=', 'official')
    .where('state', '<>', 'withdrawn')
    .where('created_at', '>=', closedAt - PACE_MS)
    .executeTakeFirst()
  return answer !== undefined
}

/** A report that is new and closed within a minute is told of once; that it was received is told anyway. */
const isOvertaken = async (db: ReadDb, due: DueStep): Promise<boolean> => {
  if (due.step === 'received') return false
  const later = CITIZEN_STEPS.slice(CITIZEN_STEPS.indexOf(due.step as CitizenStep) + 1)
  const found = await db
    .selectFrom('citizen_steps')
    .select('step')
    .where('ticket_id', '=', due.ticket_id)
    .where('round', '=', due.round)
    .where('step', 'in', later)
    .where('at', '>=', due.at)
    .executeTakeFirst()
  return found !== undefined
}

const isFlooded = async (db: ReadDb, address: string, now: number): Promise<boolean> => {
  if (address === '') return false
  const { sent } = await db
    .selectFrom('citizen_steps')
    .select(({ fn }) => fn.countAll<number>().as('sent'))
    .where('address', '=', address)
    .where('at', '>', now - PACE_MS)
    .executeTakeFirstOrThrow()
  return sent >= MOST_NOTICES
}

const noteUntold = async (db: WriteDb, telling: Telling, reason: UntoldReason): Promise<void> => {
  const { due, ticket, now } = telling
  await writeEntry(db, {
    ticketId: ticket.id,
    at: now,
    kind: 'untold',
    actor: null,
    data: { step: due.step, untold: reason },
  })
  await settle(db, telling, { state: 'untold', reason, address: '', message_id: null })
}

interface Outcome {
  readonly state: 'told' | 'untold'
  readonly reason: UntoldReason | null
  readonly address: string
  readonly message_id: number | null
}

/** The row of the ticket itself; a merged one has its own beside it. */
const settle = async (db: WriteDb, { due, ticket }: Telling, outcome: Outcome): Promise<void> => {
  const { ticket_id: _master, state: _state, ...rest } = due
  const row = { ...rest, ticket_id: ticket.id, ...outcome }
  await db
    .insertInto('citizen_steps')
    .values(row)
    .onConflict((conflict) => conflict.columns(['ticket_id', 'step', 'round']).doUpdateSet(outcome))
    .execute()
}

const drop = async (db: WriteDb, due: DueStep): Promise<void> => {
  await db
    .deleteFrom('citizen_steps')
    .where('ticket_id', '=', due.ticket_id)
    .where('step', '=', due.step)
    .where('round', '=', due.round)
    .execute()
}
