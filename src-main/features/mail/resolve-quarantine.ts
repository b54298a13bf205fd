import type { InputOf, OutputOf } from '@shared/contract/define'
import type { mail } from '@shared/contract/mail'
import { appError, refuse } from '@shared/kernel/app-error'
import type { QuarantineId, TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { type Result, err } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { storedTicket } from '../tickets/ticket-queries'
import { appendMail } from './append-mail'
import { judgeFor } from './authority-queries'
import type { MailParts, MailSource } from './mail-ports'
import { prepareMail } from './prepare-mail'
import { quarantinedById } from './quarantine-queries'
import { openFromMail } from './receive-one'
import { reporterOfMail } from './reporter-of-mail'

type Resolve = InputOf<(typeof mail)['resolveQuarantine']>

/** A person decides on a quarantined mail. What a machine could not read becomes a ticket with the source as its file. */
export const resolveQuarantine = async (
  parts: MailParts,
  caller: SignedInCaller,
  { id, action }: Resolve,
): Promise<Result<OutputOf<(typeof mail)['resolveQuarantine']>>> => {
  const { store, files } = parts.current
  const found = await store.read(async (db) => {
    const row = (await quarantinedById(db, id)) ?? refuse('not_found')
    // Nothing is left of it to make a ticket of.
    if (row.emptied_at !== null) refuse('not_found')
    return { row, judge: await judgeFor(db, row.mailbox_id) }
  })
  if (!found.ok) return found
  const { row, judge } = found.value
  const raw = await files.read(row.raw_sha256).catch(() => null)
  if (raw === null && action.kind !== 'dismiss') return err(appError('attachment_missing'))
  const incoming = {
    raw: raw ?? new Uint8Array(),
    uid: null,
    receivedAt: asInstant(row.received_at),
    size: row.size,
    problem: row.reason === 'too_large' ? ('too_large' as const) : null,
  }
  const prepared = await prepareMail(parts.parser, files, incoming, judge, parts.clock.now())
  // What the parser could not take apart still travels whole, as a file of the ticket.
  const whole = { ...prepared.files.raw, name: 'messaggio-originale.eml' }
  const attachments =
    prepared.parsed.error === null ? prepared.files.attachments : [...prepared.files.attachments, whole]
  const ready = { ...prepared, files: { ...prepared.files, attachments } }
  const source: MailSource = { mailboxId: row.mailbox_id, lease: null, acknowledge: false }
  return store.write(async (db) => {
    const now = parts.clock.now()
    const current = (await quarantinedById(db, id)) ?? refuse('not_found')
    const isUndecided = current.state === 'open' || (current.state === 'kept' && action.kind !== 'dismiss')
    if (!isUndecided || current.emptied_at !== null)
      refuse('conflict', { field: 'state', current: { state: current.state } })
    let ticketId: number | null = null
    if (action.kind === 'ticket') {
      const contactId = await reporterOfMail(db, ready)
      ticketId = await openFromMail(db, { random: parts.random, now }, source, ready, contactId)
    }
    if (action.kind === 'join') {
      const ticket = (await storedTicket(db, action.ticketId)) ?? refuse('not_found', { field: 'ticketId' })
      if (ticket.status === 'merged') refuse('ticket_merged')
      const contactId = await reporterOfMail(db, ready)
      await appendMail(db, source, ready, { ticketId: ticket.id, purpose: 'message', contactId })
      ticketId = ticket.id
    }
    await db
      .updateTable('quarantine')
      .set({
        state: action.kind === 'dismiss' ? 'dismissed' : 'resolved',
        ticket_id: ticketId,
        resolved_at: now,
        resolved_by: caller.user.id,
      })
      .where('id', '=', id)
      .execute()
    return { ticketId: ticketId as TicketId | null }
  })
}

/** Takes a dismissal back; what became a ticket or joined one is undone there. */
export const reopenQuarantine = (parts: MailParts, id: QuarantineId): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const { numUpdatedRows } = await db
      .updateTable('quarantine')
      .set({ state: 'open', resolved_at: null, resolved_by: null })
      .where('id', '=', id)
      .where('state', '=', 'dismissed')
      .where('emptied_at', 'is', null)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) refuse('not_found')
    return {}
  })
