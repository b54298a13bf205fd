import { notBefore } from '@shared/callbacks/next-try'
import { parsePhone } from '@shared/contacts/phone'
import type { callbacks } from '@shared/contract/callbacks'
import type { InputOf, OutputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { CallbackId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import { cameOfCall } from '../calls/came-of-call'
import { contactCardOf } from '../contacts/contact-queries'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { storedTicket } from '../tickets/ticket-queries'
import { actorOf, writeEntry } from '../tickets/write-entry'

type Add = InputOf<(typeof callbacks)['add']>
type Added = OutputOf<(typeof callbacks)['add']>

export const addCallback = (parts: FeatureParts, caller: SignedInCaller, input: Add): Promise<Result<Added>> => {
  const at = parts.clock.now()
  return parts.current.store.write((db) =>
    doOnce(db, { userId: caller.user.id, at, key: input.key }, () => askForCall(db, caller, input, at)),
  )
}

/** The same, as a part of a larger write. */
export const askForCall = async (db: WriteDb, caller: SignedInCaller, input: Add, at: Instant): Promise<Added> => {
  const ticket =
    input.ticketId === null
      ? null
      : ((await storedTicket(db, input.ticketId)) ?? refuse('not_found', { field: 'ticketId' }))
  const contactId = ticket?.contact_id ?? null
  const card = contactId === null ? null : await contactCardOf(db, contactId)
  const own = card?.identifiers.find(({ kind }) => kind === 'phone' || kind === 'whatsapp')?.value ?? ''
  const typed = input.phone === '' ? own : input.phone
  if (typed === '') refuse('callback_number_missing', { field: 'phone' })
  const phone = parsePhone(typed)?.display ?? refuse('invalid_input', { field: 'phone' })
  const calendar = await readSetting(db, 'calendar')
  const dueAt = notBefore(input.dueAt, { at, calendar })
  const { insertId } = await db
    .insertInto('callbacks')
    .values({
      ticket_id: ticket?.id ?? null,
      contact_id: card?.id ?? null,
      name: input.name === '' ? (card?.name ?? '') : input.name,
      phone,
      reason: input.reason,
      asked_at: at,
      asked_by: caller.user.displayName,
      due_at: dueAt,
    })
    .executeTakeFirstOrThrow()
  await cameOfCall(db, input.callId, { callback_id: Number(insertId) }, { name: caller.user.displayName, at })
  if (ticket !== null)
    await writeEntry(db, {
      ticketId: ticket.id,
      at,
      kind: 'callback',
      actor: actorOf(caller),
      data: { call: 'asked' },
      text: input.reason,
    })
  return { id: Number(insertId) as CallbackId, dueAt }
}
