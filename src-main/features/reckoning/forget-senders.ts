import { dayAt } from '@shared/deadlines/zone'
import type { Instant } from '@shared/kernel/instant'
import type { WriteDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { serverMails } from './mail-day-rows'

/** Takes sender and subject of these mails out of the days that they were counted in; the days go on counting them. */
export const forgetSenders = async (
  db: WriteDb,
  mails: readonly { readonly mailboxId: number | null; readonly at: Instant }[],
): Promise<void> => {
  const { zone } = await readSetting(db, 'calendar')
  const days = new Map<string, Set<number>>()
  for (const { mailboxId, at } of mails) {
    if (mailboxId === null) continue
    const key = JSON.stringify([mailboxId, dayAt(at, zone)])
    days.set(key, (days.get(key) ?? new Set()).add(at))
  }
  for (const [key, moments] of days) {
    const [mailboxId, day] = JSON.parse(key) as [number, string]
    const row = await db
      .selectFrom('mail_days')
      .select(['mails', 'uid_validity'])
      .where('mailbox_id', '=', mailboxId)
      .where('day', '=', day)
      .executeTakeFirst()
    const meant = row === undefined ? [] : serverMails(row).filter(({ at }) => at !== null && moments.has(at))
    if (row === undefined || meant.length === 0) continue
    // Another mail of the same second may be a citizen's, on a ticket.
    const aside = await db
      .selectFrom('mailbox_uids')
      .select('uid')
      .where('mailbox_id', '=', mailboxId)
      .where('uid_validity', '=', row.uid_validity)
      .where('outcome', 'in', ['automatic', 'quarantined'])
      .where(
        'uid',
        'in',
        meant.map(({ uid }) => uid),
      )
      .execute()
    const forgotten = new Set(aside.map(({ uid }) => uid))
    const left = serverMails(row).map((mail) => (forgotten.has(mail.uid) ? { ...mail, from: '', subject: '' } : mail))
    await db
      .updateTable('mail_days')
      .set({ mails: JSON.stringify(left) })
      .where('mailbox_id', '=', mailboxId)
      .where('day', '=', day)
      .execute()
  }
}
