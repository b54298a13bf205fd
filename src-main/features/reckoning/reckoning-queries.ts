import type { InputOf, OutputOf } from '@shared/contract/define'
import { MAIL_PLACES, type MailPlace, type reckoning } from '@shared/contract/reckoning'
import { dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import type { MailboxId, QuarantineId, TicketId } from '@shared/kernel/ids'
import { DAY_MS, MINUTE_MS, type Day, type Instant, asInstant, instantOrNull } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { viewOf } from '../mail/quarantine-queries'
import { readSetting } from '../settings/read-setting'
import { type ServerMail, type StoredDay, serverMails } from './mail-day-rows'

type Days = OutputOf<(typeof reckoning)['days']>
type Behind = OutputOf<(typeof reckoning)['behind']>

/** A mail that came while the server was asked may still be on its way into the store. */
const READING_MS = 15 * MINUTE_MS
/** How long the bottom line remembers a day that does not add up. */
const WATCHED_DAYS = 7

interface Placed extends ServerMail {
  readonly place: MailPlace | 'before'
  readonly ticketId: number | null
}

/** The first moment that a mailbox is read from; null when everything is. */
const readSince = async (db: ReadDb, mailboxId: number): Promise<number | null> => {
  const box = await db.selectFrom('mailboxes').select('first_sync_days').where('id', '=', mailboxId).executeTakeFirst()
  if (!box || box.first_sync_days === null) return null
  const first = await db
    .selectFrom('meta')
    .select('value')
    .where('key', '=', `mailbox_first_run:${mailboxId}`)
    .executeTakeFirst()
  return first === undefined ? null : Number(first.value) - box.first_sync_days * DAY_MS
}

const isPlace = (outcome: string): outcome is MailPlace => (MAIL_PLACES as readonly string[]).includes(outcome)

/** Every mail that the server listed, with the one place where it is here, as of now. */
const placedMails = async (db: ReadDb, row: StoredDay, zone: string): Promise<Placed[]> => {
  const mails = serverMails(row)
  if (mails.length === 0) return []
  const known = await db
    .selectFrom('mailbox_uids')
    .select(['uid', 'outcome', 'ticket_id'])
    .where('mailbox_id', '=', row.mailbox_id)
    .where('uid_validity', '=', row.uid_validity)
    .where('uid', '>=', Math.min(...mails.map(({ uid }) => uid)))
    .where('uid', '<=', Math.max(...mails.map(({ uid }) => uid)))
    .execute()
  const byUid = new Map(known.map((one) => [one.uid, one]))
  const since = await readSince(db, row.mailbox_id)
  const isBefore = (mail: ServerMail): boolean =>
    since !== null && mail.at !== null && dayAt(asInstant(mail.at), zone) < dayAt(asInstant(since), zone)
  return mails.map((mail) => {
    const found = byUid.get(mail.uid)
    if (found === undefined) return { ...mail, place: isBefore(mail) ? 'before' : 'missing', ticketId: null }
    return { ...mail, place: isPlace(found.outcome) ? found.outcome : 'seen', ticketId: found.ticket_id }
  })
}

const isLate = (mail: Placed, askedAt: number): boolean =>
  mail.place === 'missing' && (mail.at === null || mail.at < askedAt - READING_MS)

export const reckonedDays = async (db: ReadDb, limit: number): Promise<Days> => {
  const { zone } = await readSetting(db, 'calendar')
  const mailboxes = await db
    .selectFrom('mailboxes')
    .select(['id', 'name'])
    .where('removed', '=', 0)
    // The first one is what a page proposes: better one that is read than one that is switched off.
    .orderBy('active', 'desc')
    .orderBy('id')
    .execute()
  const rows = await db
    .selectFrom('mail_days')
    .innerJoin('mailboxes', 'mailboxes.id', 'mail_days.mailbox_id')
    .selectAll('mail_days')
    .select('mailboxes.name')
    .where('mailboxes.removed', '=', 0)
    .orderBy('mail_days.day', 'desc')
    .orderBy('mail_days.mailbox_id')
    .limit(limit)
    .execute()
  const days: Days['days'] = []
  for (const row of rows) {
    const mails = await placedMails(db, row, zone)
    const count = (place: MailPlace | 'before'): number => mails.filter((mail) => mail.place === place).length
    days.push({
      mailboxId: row.mailbox_id as MailboxId,
      mailboxName: row.name,
      day: row.day as Day,
      at: asInstant(row.at),
      onServer: mails.length,
      places: Object.fromEntries(MAIL_PLACES.map((place) => [place, count(place)])) as Record<MailPlace, number>,
      before: count('before'),
      late: mails.filter((mail) => isLate(mail, row.at)).length,
    })
  }
  return { days, mailboxes: mailboxes.map(({ id, name }) => ({ id: id as MailboxId, name })) }
}

/** Mails of the last days that lie on a server and nowhere here. */
export const lateMails = async (db: ReadDb, now: Instant): Promise<number> => {
  const { zone } = await readSetting(db, 'calendar')
  const rows = await db
    .selectFrom('mail_days')
    .innerJoin('mailboxes', 'mailboxes.id', 'mail_days.mailbox_id')
    .selectAll('mail_days')
    .where('mailboxes.removed', '=', 0)
    .where('mailboxes.active', '=', 1)
    .where('mail_days.day', '>=', dayAt(asInstant(now - WATCHED_DAYS * DAY_MS), zone))
    .execute()
  let late = 0
  for (const row of rows) late += (await placedMails(db, row, zone)).filter((mail) => isLate(mail, row.at)).length
  return late
}

export const mailsBehind = async (
  db: ReadDb,
  { mailboxId, day, place }: InputOf<(typeof reckoning)['behind']>,
): Promise<Behind> => {
  const { zone } = await readSetting(db, 'calendar')
  const row = await db
    .selectFrom('mail_days')
    .selectAll()
    .where('mailbox_id', '=', mailboxId)
    .where('day', '=', day)
    .executeTakeFirst()
  const mails = (await placedMails(db, row ?? refuse('not_found'), zone)).filter((mail) => mail.place === place)
  const ids = [...new Set(mails.flatMap(({ ticketId }) => (ticketId === null ? [] : [ticketId])))]
  const tickets =
    ids.length === 0 ? [] : await db.selectFrom('tickets').select(['id', 'number']).where('id', 'in', ids).execute()
  const numberOf = new Map(tickets.map(({ id, number }) => [id, number]))
  const aside = await asideOf(db, mailboxId, mails)
  return {
    mails: mails.map((mail) => {
      const kept = aside(mail)
      return {
        uid: mail.uid,
        receivedAt: instantOrNull(mail.at),
        from: mail.from,
        subject: mail.subject,
        ticketId: mail.ticketId as TicketId | null,
        number: mail.ticketId === null ? '' : (numberOf.get(mail.ticketId) ?? ''),
        isEmptied: kept !== undefined && kept.emptied_at !== null,
        quarantineId: (kept?.id ?? null) as QuarantineId | null,
        view: kept === undefined ? null : viewOf(kept.state),
      }
    }),
  }
}

/** The mail laid aside at that moment from that mailbox, for those that were. */
const asideOf = async (db: ReadDb, mailboxId: number, mails: readonly Placed[]) => {
  const times = mails
    .filter(({ place }) => place === 'quarantined' || place === 'automatic')
    .flatMap(({ at }) => (at === null ? [] : [at]))
  const rows =
    times.length === 0
      ? []
      : await db
          .selectFrom('quarantine')
          .select(['id', 'state', 'received_at', 'subject', 'emptied_at'])
          .where('mailbox_id', '=', mailboxId)
          .where('received_at', 'in', times)
          .execute()
  return (mail: Placed) => {
    if (mail.place !== 'quarantined' && mail.place !== 'automatic') return undefined
    const near = rows.filter((row) => row.received_at === mail.at)
    return near.find((row) => row.subject === mail.subject) ?? near[0]
  }
}
