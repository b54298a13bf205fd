import { refuse, appError } from '@shared/kernel/app-error'
import { type Day, asInstant } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import { addDays, dayAt, startOfDay } from '@shared/deadlines/zone'
import type { MailParts } from '../mail/mail-ports'
import { mailboxById } from '../mail/mailbox-queries'
import { folderLogin } from '../mail/mailbox-secret'
import { readSetting } from '../settings/read-setting'
import { listMoved } from './list-moved'

/**
 * Asks a mailbox's server what it holds of a day and writes it down; what the desk made of those mails is looked up
 * afresh whenever the day is shown, so that a mail that is read later is missing no more.
 */
export const compareDay = async (
  parts: MailParts,
  mailboxId: number,
  day: Day,
): Promise<Result<Record<string, never>>> => {
  const { store } = parts.current
  const found = await store.read(async (db) => ({
    mailbox: (await mailboxById(db, mailboxId)) ?? refuse('not_found', { field: 'mailboxId' }),
    zone: (await readSetting(db, 'calendar')).zone,
  }))
  if (!found.ok) return found
  const { mailbox, zone } = found.value
  const at = parts.clock.now()
  if (day > dayAt(at, zone)) return err(appError('invalid_input', { field: 'day' }))
  const login = await folderLogin(parts, mailbox)
  if (!login.ok) return login
  const span = { from: startOfDay(day, zone), to: startOfDay(addDays(day, 1), zone) }
  const listed = await parts.servers.listMails(login.value, span)
  if (!listed.ok) return listed
  const moved = await listMoved(parts, mailboxId, login.value, span, listed.value)
  if (!moved.ok) return moved
  const row = {
    mailbox_id: mailboxId,
    day,
    at: asInstant(at),
    uid_validity: listed.value.uidValidity,
    mails: JSON.stringify(
      [...listed.value.mails, ...moved.value].map(({ uid, receivedAt, from, subject }) => ({
        uid,
        at: receivedAt,
        from,
        subject,
      })),
    ),
  }
  const written = await store.write(async (db) => {
    await db
      .insertInto('mail_days')
      .values(row)
      .onConflict((conflict) => conflict.columns(['mailbox_id', 'day']).doUpdateSet(row))
      .execute()
  })
  return written.ok ? ok({}) : written
}
