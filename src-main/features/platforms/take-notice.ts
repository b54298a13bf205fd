import type { ContactId } from '@shared/kernel/ids'
import { type MailRule, type PlatformNotice, readNotice } from '@shared/platforms/mail-rule'
import { fold } from '@shared/search/fold'
import type { RandomBytes } from '@main/platform/random'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { appendMail } from '../mail/append-mail'
import type { MailSource } from '../mail/mail-ports'
import type { PreparedMail } from '../mail/prepare-mail'
import { incomingPlace } from '../places/incoming-place'
import { readSetting } from '../settings/read-setting'
import { headline } from '../tickets/create-ticket'
import { masterOf } from '../tickets/merged-queries'
import { openTicket } from '../tickets/open-ticket'
import { platformReporter } from './platform-reporter'

export interface NoticeTaken {
  readonly outcome: 'created' | 'appended' | 'seen'
  readonly ticketId: number
}

interface Found {
  readonly rule: MailRule
  readonly notice: PlatformNotice
}

const ruleFor = async (db: ReadDb, mail: PreparedMail): Promise<Found | null> => {
  const { rules } = await readSetting(db, 'platformMail')
  const { from, subject, text } = mail.parsed
  if (from === null) return null
  for (const rule of rules) {
    if (!rule.active) continue
    const reading = readNotice(rule, { from: from.address, subject, text })
    if (reading.matches) return { rule, notice: reading.notice }
  }
  return null
}

/** A notification mail of an online platform becomes that platform's ticket; null for a mail that no rule knows. */
export const takeNotice = async (
  db: WriteDb,
  { random, now }: { readonly random: RandomBytes; readonly now: number },
  source: MailSource,
  mail: PreparedMail,
): Promise<NoticeTaken | null> => {
  const found = await ruleFor(db, mail)
  if (found === null) return null
  const { rule, notice } = found
  // Without a number or a link only the very same mail is known again.
  const key = notice.key === '' ? `d:${mail.parsed.digest}` : notice.key
  const known = await ticketOfReport(db, rule, notice, key)
  if (known !== null) {
    await remember(db, found, { key, ticketId: known, now })
    return addWord(db, source, mail, found, known)
  }
  const contactId = await platformReporter(db, notice, mail.at)
  const ticket = await openTicket(db, random, {
    channel: 'platform',
    kind: 'report',
    subject: notice.title || headline(notice.description) || `${rule.name} ${notice.number}`.trim().slice(0, 200),
    description: notice.description,
    categoryId: await categoryOf(db, found),
    priority: null,
    place: await incomingPlace(db, notice.point, notice.place),
    contactId,
    actor: null,
    at: mail.at,
    unread: true,
    messageFollows: true,
  })
  await remember(db, found, { key, ticketId: ticket.id, now })
  await append(db, source, mail, found, { ticketId: ticket.id, purpose: 'report', contactId })
  return { outcome: 'created', ticketId: ticket.id }
}

/** The ticket of a report that came before, by such a mail or by Open311. */
const ticketOfReport = async (
  db: ReadDb,
  rule: MailRule,
  notice: PlatformNotice,
  key: string,
): Promise<number | null> => {
  const byMail = await db
    .selectFrom('platform_mail_reports')
    .select('ticket_id')
    .where('rule_id', '=', rule.id)
    .where('report_key', '=', key)
    .executeTakeFirst()
  if (byMail) return byMail.ticket_id
  if (rule.platformId === null || notice.number === '') return null
  const read = await db
    .selectFrom('platform_requests')
    .select('ticket_id')
    .where('platform_id', '=', rule.platformId)
    .where('request_id', '=', notice.number)
    .executeTakeFirst()
  return read?.ticket_id ?? null
}

/** The ticket of a report that came by mail before its platform was read; null for one that did not. */
export const ticketOfNotice = async (db: ReadDb, platformId: number, requestId: string): Promise<number | null> => {
  const row = await db
    .selectFrom('platform_mail_reports')
    .select('ticket_id')
    .where('platform_id', '=', platformId)
    .where('report_key', '=', `n:${requestId}`)
    .executeTakeFirst()
  return row?.ticket_id ?? null
}

const remember = async (
  db: WriteDb,
  { rule, notice }: Found,
  { key, ticketId, now }: { readonly key: string; readonly ticketId: number; readonly now: number },
): Promise<void> => {
  await db
    .insertInto('platform_mail_reports')
    .values({
      rule_id: rule.id,
      report_key: key,
      ticket_id: ticketId,
      platform_id: rule.platformId,
      link: notice.link,
      at: now,
    })
    .onConflict((conflict) => conflict.columns(['rule_id', 'report_key']).doNothing())
    .execute()
}

const wordsOf = ({ notice }: Found): string =>
  [notice.description, notice.link].filter((words) => words !== '').join('\n\n')

/** What the platform says again of a report: the same words are no news; others are shown on its ticket and open nothing. */
const addWord = async (
  db: WriteDb,
  source: MailSource,
  mail: PreparedMail,
  found: Found,
  ticketId: number,
): Promise<NoticeTaken> => {
  const target = await masterOf(db, ticketId)
  const same = await db
    .selectFrom('messages')
    .select('id')
    .where('ticket_id', 'in', [ticketId, target])
    .where('via', '=', 'platform')
    .where('direction', '=', 'in')
    .where((or) => or.or([or('text', '=', wordsOf(found)), or('text', '=', found.notice.description)]))
    .executeTakeFirst()
  if (same) return { outcome: 'seen', ticketId: target }
  await append(db, source, mail, found, { ticketId: target, purpose: 'message', contactId: null })
  return { outcome: 'appended', ticketId: target }
}

const append = (
  db: WriteDb,
  source: MailSource,
  mail: PreparedMail,
  found: Found,
  to: { readonly ticketId: number; readonly purpose: 'report' | 'message'; readonly contactId: ContactId | null },
): Promise<number> =>
  appendMail(db, source, mail, {
    ...to,
    // A machine's address: nobody is answered there.
    as: { via: 'platform', fromName: found.notice.name || found.rule.name, text: wordsOf(found) },
  })

const categoryOf = async (db: ReadDb, { rule, notice }: Found): Promise<number | null> => {
  if (notice.category !== '') {
    const rows = await db.selectFrom('categories').select(['id', 'name']).where('active', '=', 1).execute()
    const named = rows.find(({ name }) => fold(name) === fold(notice.category))
    if (named) return named.id
  }
  return rule.categoryId
}
