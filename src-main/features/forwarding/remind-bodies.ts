import type { InputOf, OutputOf } from '@shared/contract/define'
import type { forwarding } from '@shared/contract/forwarding'
import { dayAt } from '@shared/deadlines/zone'
import { chaseDay } from '@shared/forwarding/chase'
import { refuse } from '@shared/kernel/app-error'
import type { ForwardingId, MessageId } from '@shared/kernel/ids'
import { type Day, type Instant, asInstant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { sendingMailbox, writeOutgoing } from '../messages/write-outgoing'
import { readSetting } from '../settings/read-setting'
import { refreshSearchRow } from '../tickets/search-row'
import { storedTicket } from '../tickets/ticket-queries'
import { belongs } from './forward-ticket'
import { type StoredForwarding, forwardingById } from './forwarding-rows'
import { bodyById, prepareReminder } from './prepare-letter'

type Remind = InputOf<(typeof forwarding)['remind']>
type Reminded = OutputOf<(typeof forwarding)['remind']>
type LeftCode = Reminded['left'][number]['code']

export const remindBodies = (parts: FeatureParts, caller: SignedInCaller, input: Remind): Promise<Result<Reminded>> =>
  parts.current.store.write((db) => {
    const at = parts.clock.now()
    return doOnce(db, { userId: caller.user.id, at, key: input.key }, () => remindAll(db, parts, caller, input, at))
  })

const remindAll = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  { ids, text }: Remind,
  at: Instant,
): Promise<Reminded> => {
  // One text for several would tell each body of the others' tickets.
  if (text !== null && ids.length > 1) refuse('invalid_input', { field: 'text' })
  const { undoSeconds } = await readSetting(db, 'mail')
  const heldUntil = asInstant(at + undoSeconds * 1000)
  const sent: Reminded['sent'] = []
  const left: Reminded['left'] = []
  for (const id of new Set(ids)) {
    const done = await remindOne(db, parts, caller, { id, text, at, heldUntil })
    if ('messageId' in done) sent.push({ id, messageId: done.messageId })
    else left.push(done)
  }
  return { sent, left, heldUntil: sent.length > 0 ? heldUntil : null }
}

interface OneReminder {
  readonly id: ForwardingId
  readonly text: string | null
  readonly at: Instant
  readonly heldUntil: Instant
}

const leftBecause = ({ ended_at: endedAt, answered_at: answeredAt }: StoredForwarding): LeftCode | null =>
  endedAt !== null ? 'returned' : answeredAt === null ? null : 'answered'

/** One reminder, inside a write; `caller` null where the desk does it by itself. What cannot be sent says why. */
export const remindOne = async (
  db: WriteDb,
  parts: Pick<FeatureParts, 'random'>,
  caller: SignedInCaller | null,
  { id, text, at, heldUntil }: OneReminder,
): Promise<{ readonly messageId: MessageId } | Reminded['left'][number]> => {
  const stretch = (await forwardingById(db, id)) ?? refuse('not_found')
  const ticket = (await storedTicket(db, stretch.ticket_id)) ?? refuse('not_found')
  const body = await bodyById(db, stretch.body_id)
  const prepared = await prepareReminder(db, id, caller?.user.displayName ?? '', at)
  const code = leftBecause(stretch) ?? prepared.problem
  if (code !== null || prepared.mailboxId === null)
    return { number: ticket.number, body: body.name, code: code ?? 'mail_off' }
  const calendar = await readSetting(db, 'calendar')
  const messageId = await writeOutgoing(db, parts, caller, {
    ticketId: ticket.id,
    via: 'email',
    purpose: 'reminder',
    mailbox: await sendingMailbox(db, prepared.mailboxId),
    contactId: null,
    to: prepared.to,
    cc: [],
    subject: prepared.subject,
    text: text ?? prepared.text,
    signature: '',
    attachments: [],
    at,
    heldUntil,
    forwardingId: stretch.id,
  })
  await belongs(db, stretch.id, messageId, 'reminder', ticket.chase_on)
  const next: Day = chaseDay(dayAt(at, calendar.zone), body.chase_again_days, calendar)
  await db
    .updateTable('forwardings')
    .set({
      reminders: stretch.reminders + 1,
      automatic_reminders: stretch.automatic_reminders + (caller === null ? 1 : 0),
      last_reminder_at: at,
    })
    .where('id', '=', stretch.id)
    .execute()
  await db.updateTable('tickets').set({ chase_on: next, last_activity_at: at }).where('id', '=', ticket.id).execute()
  await refreshSearchRow(db, ticket.id)
  return { messageId }
}
