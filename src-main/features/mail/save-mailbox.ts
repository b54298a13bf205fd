import type { MailboxFields, mail } from '@shared/contract/mail'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { MailboxId } from '@shared/kernel/ids'
import { type Result, ok } from '@shared/kernel/result'
import { checkBase } from '@main/store/check-base'
import type { MailParts } from './mail-ports'
import { refuseUnknownPlaceholders } from '../answers/save-answer'
import { allMailboxes, mailboxById } from './mailbox-queries'
import { secretKey, toMailboxRow } from './mailbox-rows'
import { reviseTidying } from './tidying'

type Done = Result<Record<string, never>>

/** A mail that is moved to where it is read from would come in for ever. */
const refuseCircle = ({ folder, moveTo }: Pick<MailboxFields, 'folder' | 'moveTo'>): void => {
  if (moveTo.toLowerCase() === folder.toLowerCase()) refuse('invalid_input', { field: 'moveTo' })
}

const enrol = async (parts: MailParts, mailbox: MailboxFields, password: string): Promise<Done> => {
  const kept = await parts.secrets.set(secretKey(mailbox), password)
  if (!kept.ok) return kept
  parts.secretChanged()
  return ok({})
}

/** The password goes to this desk's keychain before the row is written: a mailbox that nobody can read helps nobody. */
export const createMailbox = async (
  parts: MailParts,
  { password, ...fields }: InputOf<(typeof mail)['createMailbox']>,
): Promise<Result<{ id: MailboxId }>> => {
  if (password !== '') {
    const enrolled = await enrol(parts, fields, password)
    if (!enrolled.ok) return enrolled
  }
  return parts.current.store.write(async (db) => {
    refuseUnknownPlaceholders('signature', fields.signature)
    refuseCircle(fields)
    const { insertId } = await db.insertInto('mailboxes').values(toMailboxRow(fields)).executeTakeFirstOrThrow()
    return { id: Number(insertId) as MailboxId }
  })
}

export const editMailbox = async (
  parts: MailParts,
  { id, base, changes }: InputOf<(typeof mail)['editMailbox']>,
): Promise<Done> => {
  const edited = await parts.current.store.write(async (db) => {
    const before = (await mailboxById(db, id)) ?? refuse('not_found')
    checkBase<MailboxFields>(before, base, changes)
    if (changes.signature !== undefined) refuseUnknownPlaceholders('signature', changes.signature)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const after: MailboxFields = { ...before, ...given }
    refuseCircle(after)
    await db.updateTable('mailboxes').set(toMailboxRow(after)).where('id', '=', id).execute()
    await reviseTidying(db, before, after, parts.clock.now())
    const others = (await allMailboxes(db)).filter((mailbox) => mailbox.id !== id)
    const kept = [after, ...others].some((mailbox) => secretKey(mailbox) === secretKey(before))
    return kept ? null : secretKey(before)
  })
  if (!edited.ok) return edited
  // Another server or user needs a password of its own; the old one must not lie about under a name nobody asks for.
  if (edited.value !== null) await parts.secrets.remove(edited.value)
  parts.secretChanged()
  return ok({})
}

/** Its mails stay where they are; the row stays too, since they point to it. */
export const removeMailbox = async (parts: MailParts, id: MailboxId): Promise<Done> => {
  const removed = await parts.current.store.write(async (db) => {
    const mailbox = (await mailboxById(db, id)) ?? refuse('not_found')
    const waiting = await db
      .selectFrom('outbox')
      .select('message_id')
      .where('mailbox_id', '=', id)
      .where('state', 'in', ['held', 'queued', 'sending'])
      .executeTakeFirst()
    if (waiting) refuse('in_use', { details: { reason: 'outbox' } })
    await db.updateTable('mailboxes').set({ removed: 1, active: 0 }).where('id', '=', id).execute()
    return mailbox
  })
  if (!removed.ok) return removed
  await parts.secrets.remove(secretKey(removed.value))
  parts.secretChanged()
  return ok({})
}

export const setSecret = async (parts: MailParts, id: MailboxId, password: string): Promise<Done> => {
  const found = await parts.current.store.read(async (db) => (await mailboxById(db, id)) ?? refuse('not_found'))
  return found.ok ? enrol(parts, found.value, password) : found
}
