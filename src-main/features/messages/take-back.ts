import type { OutputOf } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import { refuse } from '@shared/kernel/app-error'
import type { MessageId, TicketId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { answerDraftOf, emptyAnswerDraft, mergeDrafts } from '@shared/messages/answer-draft'
import type { TemplateChoice } from '@shared/whatsapp/message-template'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { addressList } from '../tickets/address-list'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { countAnswers } from './count-answers'
import { readDraft, saveDraft } from './drafts'
import type { StoredMessage } from './message-queries'
import { recipientsOf } from './recipient-queries'
import { recountAnswers, withdrawHeld } from './withdraw'

type TakenBack = OutputOf<(typeof messages)['undo']>

/** Nothing of it ever left: the server refused it for everybody. */
const withdrawFailed = async (db: WriteDb, message: StoredMessage): Promise<boolean> => {
  if (message.state !== 'failed' || message.sent_at !== null || message.via === 'whatsapp') return false
  await db.deleteFrom('outbox').where('message_id', '=', message.id).execute()
  await db.updateTable('messages').set({ state: 'withdrawn', error_code: null }).where('id', '=', message.id).execute()
  return true
}

/** Takes a held reply back before it leaves, or one that was refused; what it counted as (first, official answer) is undone with it. */
export const takeBack = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  id: MessageId,
): Promise<Result<TakenBack>> =>
  parts.current.store.write(async (db) => {
    const message = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst()
    // A letter to another body is taken back with what it stands for.
    if (!message || (message.purpose !== 'reply' && message.purpose !== 'official')) return refuse('not_found')
    // What failed is corrected by whoever sees it; what is about to leave is its writer's.
    const writer = message.state === 'held' ? await otherWriterOf(db, caller, message.author_id) : null
    if (writer !== null && !mayCaller(caller, 'tickets.assign'))
      refuse('forbidden', { details: { needs: 'tickets.assign' } })
    if (!(await withdrawHeld(db, id)) && !(await withdrawFailed(db, message))) refuse('not_found')
    await withdrawCopies(db, id)
    await recountAnswers(db, message.ticket_id)
    const at = parts.clock.now()
    if (writer !== null)
      await writeEntry(db, {
        ticketId: message.ticket_id,
        at,
        kind: 'taken_back',
        actor: actorOf(caller),
        data: { author: writer.display_name },
      })
    // Whoever can no longer sign in would never find it.
    const keeper = writer?.active === 1 ? writer : null
    const draft = await putBackAsDraft(db, keeper?.id ?? caller.user.id, message, at)
    return { ...draft, draftOf: keeper?.display_name ?? null }
  })

/** The colleague who wrote it; null for one's own, and for what the desk wrote by itself. */
const otherWriterOf = async (db: ReadDb, caller: SignedInCaller, authorId: number | null) =>
  authorId === null || authorId === caller.user.id
    ? null
    : ((await db
        .selectFrom('users')
        .select(['id', 'display_name', 'active'])
        .where('id', '=', authorId)
        .executeTakeFirst()) ?? null)

/** The same answer to the citizens of merged tickets stays with it. */
export const withdrawCopies = async (db: WriteDb, id: number): Promise<void> => {
  const held = await db
    .selectFrom('messages')
    .innerJoin('outbox', 'outbox.message_id', 'messages.id')
    .select('messages.id')
    .where('messages.copy_of', '=', id)
    .where('outbox.state', '=', 'held')
    .execute()
  for (const copy of held) {
    await db.deleteFrom('outbox').where('message_id', '=', copy.id).execute()
    await db.updateTable('messages').set({ state: 'withdrawn' }).where('id', '=', copy.id).execute()
  }
}

/** Merged tickets whose citizens the writer had left out. */
const leftOutOf = async (db: ReadDb, message: StoredMessage): Promise<number[]> => {
  const copies = await db.selectFrom('messages').select('ticket_id').where('copy_of', '=', message.id).execute()
  const written = new Set(copies.map(({ ticket_id }) => ticket_id))
  const { merged } = await recipientsOf(db, message.ticket_id)
  return merged.map(({ ticketId }) => ticketId as number).filter((ticketId) => !written.has(ticketId))
}

/** Text, files and recipients lie with the writer again: sent anew, nothing of it is missing. */
const putBackAsDraft = async (
  db: WriteDb,
  userId: number,
  message: StoredMessage,
  at: Instant,
): Promise<Omit<TakenBack, 'draftOf'>> => {
  const files = await db
    .selectFrom('attachments')
    .select(['sha256', 'name', 'size'])
    .where('message_id', '=', message.id)
    .orderBy('id')
    .execute()
  const ticketId = message.ticket_id as TicketId
  const face = message.purpose === 'official' ? ('official' as const) : ('reply' as const)
  const line = await db
    .selectFrom('whatsapp_outgoing')
    .select('template')
    .where('message_id', '=', message.id)
    .executeTakeFirst()
  const begun = await readDraft(db, userId, { ticketId, face })
  const back = {
    ...emptyAnswerDraft,
    files,
    ...(line === undefined
      ? {
          via: 'email' as const,
          to: addressList(message.recipients_to),
          cc: addressList(message.recipients_cc),
        }
      : {
          via: 'whatsapp_line' as const,
          template: line.template === null ? null : (JSON.parse(line.template) as TemplateChoice),
        }),
    mailboxId: message.mailbox_id,
    signature: message.quoted,
    leftOut: await leftOutOf(db, message),
  }
  const draft = mergeDrafts({ text: message.text, data: back }, { text: begun.text, data: answerDraftOf(begun.data) })
  await saveDraft(db, userId, { ticketId, face, ...draft }, at)
  return { ticketId, face }
}

/** A failed, uncertain or undelivered message goes out again, at a person's word only. */
export const sendAgain = async (parts: FeatureParts, id: MessageId): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const at = parts.clock.now()
    const mailbox = await db
      .selectFrom('outbox')
      .innerJoin('mailboxes', 'mailboxes.id', 'outbox.mailbox_id')
      .select(['mailboxes.name', 'mailboxes.active', 'mailboxes.removed'])
      .where('outbox.message_id', '=', id)
      .executeTakeFirst()
    // In a mailbox that nobody sends from it would wait for ever, without a sign.
    if (mailbox && (mailbox.active === 0 || mailbox.removed === 1))
      refuse('mailbox_off', { details: { name: mailbox.name } })
    const { numUpdatedRows } = await db
      .updateTable('outbox')
      // Held until now, so to speak: what leaves anew counts from here.
      .set({ state: 'queued', held_until: at, next_attempt_at: at, attempts: 0, error_code: null })
      .where('message_id', '=', id)
      .where((eb) =>
        eb.or([
          eb('state', 'in', ['failed', 'uncertain']),
          eb(
            eb.selectFrom('messages').select('state').whereRef('messages.id', '=', 'outbox.message_id'),
            '=',
            'undelivered',
          ),
        ]),
      )
      .executeTakeFirst()
    if (numUpdatedRows === 0n) refuse('not_found')
    await db.updateTable('messages').set({ state: 'queued', error_code: null }).where('id', '=', id).execute()
    const { ticket_id } = await db
      .selectFrom('messages')
      .select('ticket_id')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await countAnswers(db, ticket_id)
    return {}
  })
