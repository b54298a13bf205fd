import type { Channel } from '@shared/channels/channels'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { relations } from '@shared/contract/relations'
import { refuse } from '@shared/kernel/app-error'
import type { ContactId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { openTicket } from '../tickets/open-ticket'
import { refreshSearchRow } from '../tickets/search-row'
import { storedTicket } from '../tickets/ticket-queries'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { tie } from './link-tickets'

type Split = InputOf<(typeof relations)['split']>
type Done = OutputOf<(typeof relations)['split']>

const DESCRIPTION_LENGTH = 20_000

/** One mail of a ticket is another matter: it becomes a ticket of its own, tied to the one it came from. */
export const splitMessage = (parts: FeatureParts, caller: SignedInCaller, input: Split): Promise<Result<Done>> =>
  parts.current.store.write((db) => {
    const at = parts.clock.now()
    return doOnce(db, { userId: caller.user.id, at, key: input.key }, () => split(db, parts, caller, input, at))
  })

const split = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  input: Split,
  at: number,
): Promise<Done> => {
  const message = await db.selectFrom('messages').selectAll().where('id', '=', input.messageId).executeTakeFirst()
  if (!message) return refuse('not_found')
  // The report itself is the ticket; what we wrote belongs where it was written.
  if (message.direction !== 'in' || message.purpose === 'report') refuse('invalid_input', { field: 'messageId' })
  const from = (await storedTicket(db, message.ticket_id)) ?? refuse('not_found')
  const opened = await openTicket(db, parts.random, {
    channel: message.via as Channel,
    kind: 'report',
    subject: input.subject,
    description: message.text.slice(0, DESCRIPTION_LENGTH),
    categoryId: null,
    priority: null,
    place: { text: '', districtId: null, lat: null, lon: null, precision: 'none' },
    contactId: message.contact_id as ContactId | null,
    actor: actorOf(caller),
    at: asInstant(message.created_at),
    unread: true,
  })
  await db
    .updateTable('messages')
    .set({ ticket_id: opened.id, purpose: 'report' })
    .where('id', '=', message.id)
    .execute()
  await db.updateTable('attachments').set({ ticket_id: opened.id }).where('message_id', '=', message.id).execute()
  await moveThread(db, message.header_message_id, from.id, opened.id)
  const actor = actorOf(caller)
  // Its entry goes with it, as it is; both tickets tell that it did.
  await db.updateTable('timeline').set({ ticket_id: opened.id }).where('message_id', '=', message.id).execute()
  for (const [ticketId, status, number] of [
    [from.id, 'into', opened.number],
    [opened.id, 'from', from.number],
  ] as const)
    await writeEntry(db, { ticketId, at, kind: 'split', actor, data: { status, number } })
  await tie(db, { ticketId: opened.id, otherId: from.id }, { kind: 'split', actor, at })
  await refreshSearchRow(db, opened.id)
  await refreshSearchRow(db, from.id)
  return { id: opened.id, number: opened.number }
}

/** Who answers that mail speaks of the new matter. */
const moveThread = async (db: WriteDb, messageId: string | null, from: number, to: number): Promise<void> => {
  if (messageId === null) return
  await db.deleteFrom('mail_threads').where('header_message_id', '=', messageId).where('ticket_id', '=', from).execute()
  await db
    .insertInto('mail_threads')
    .values({ header_message_id: messageId, ticket_id: to, own: 1 })
    .onConflict((conflict) => conflict.columns(['header_message_id', 'ticket_id']).doUpdateSet({ own: 1 }))
    .execute()
}
