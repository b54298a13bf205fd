import {
  OLDEST_ASKED_DAYS,
  answerLink,
  codedSubject,
  followUpCode,
  questionText,
  whyUnasked,
} from '@shared/citizen/follow-up'
import { noticeText } from '@shared/citizen/notice-text'
import { isNoReply } from '@shared/contacts/email-address'
import { DAY_MS, type Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { RandomBytes } from '@main/platform/random'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import type { FeatureParts } from '../feature-parts'
import { isBounced, queueAutomaticMail } from '../mail/automatic-mail'
import { ownAddresses } from '../mail/mailbox-queries'
import { answerAddressOf } from '../messages/answer-address-queries'
import { subjectFor } from '../messages/recipient-queries'
import { threadOf } from '../messages/write-outgoing'
import { readSetting } from '../settings/read-setting'
import type { StoredTicket } from '../tickets/ticket-queries'
import { noticeValues } from './notice-values'
import { mailboxFor } from './tell-citizens'

/** Closings that one write asks about: a few milliseconds each. */
const BATCH = 20
/** One address is asked so often in a day, however many reports it made. */
const MOST_A_DAY = 3

/** Closed as settled, long enough ago, and not asked about yet. */
const dueClosings = async (db: ReadDb, now: number) => {
  const { on, days } = await readSetting(db, 'followUp')
  if (!on) return []
  return db
    .selectFrom('tickets')
    .selectAll()
    .where('closed_at', '<=', now - days * DAY_MS)
    .where('closed_at', '>', now - (days + OLDEST_ASKED_DAYS) * DAY_MS)
    .where('status', '=', 'closed')
    .where('outcome', 'in', ['resolved', 'handled_by_body'])
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('follow_ups')
            .select('follow_ups.ticket_id')
            .whereRef('follow_ups.ticket_id', '=', 'tickets.id')
            .whereRef('follow_ups.closed_at', '=', 'tickets.closed_at'),
        ),
      ),
    )
    .orderBy('closed_at')
    .limit(BATCH)
    .execute()
}

export const isAskingDue = async (db: ReadDb, now: number): Promise<boolean> => (await dueClosings(db, now)).length > 0

/** Asks about the oldest closings that are due; answers how many it dealt with. */
export const askCitizens = (parts: FeatureParts, lease: Lease): Promise<Result<number>> =>
  parts.current.store.write(async (db) => {
    if (!(await leaseHolds(db, lease))) return 0
    const now = parts.clock.now()
    const due = await dueClosings(db, now)
    for (const ticket of due) await askOne(db, parts.random, ticket, now)
    return due.length
  })

const askOne = async (db: WriteDb, random: RandomBytes, ticket: StoredTicket, now: Instant): Promise<void> => {
  const { address: raw, mailboxId } = await answerAddressOf(db, ticket.id)
  const address = raw.toLowerCase()
  const mailbox = await mailboxFor(db, mailboxId)
  const row = { ticket_id: ticket.id, closed_at: ticket.closed_at ?? now, at: now }
  const reason = whyUnasked({
    isAnonymous: ticket.contact_id === null,
    address,
    isAutomatic: isNoReply(address) || (await ownAddresses(db)).includes(address),
    isBounced: await isBounced(db, address),
    hasMailbox: mailbox !== null,
    isFlooded: await isFlooded(db, address, now),
  })
  if (reason !== null || mailbox === null) {
    await db
      .insertInto('follow_ups')
      .values({ ...row, state: 'unasked', reason: reason ?? 'no_mailbox' })
      .execute()
    return
  }
  const setting = await readSetting(db, 'followUp')
  const values = await noticeValues(db, ticket, ticket, now)
  const title = subjectFor({ number: ticket.number, subject: noticeText(setting.subject, values) })
  const code = followUpCode(random(12))
  const linkTo = (answer: 'yes' | 'no'): string => answerLink(mailbox.address, codedSubject(title, answer, code))
  const messageId = await queueAutomaticMail(db, random, {
    ticketId: ticket.id,
    purpose: 'follow_up',
    mailbox,
    contactId: ticket.contact_id,
    address,
    subject: title,
    text: questionText(setting.text, { yes: linkTo('yes'), no: linkTo('no') }, (text) => noticeText(text, values)),
    ...(await threadOf(db, ticket.id)),
    at: now,
  })
  await db
    .insertInto('follow_ups')
    .values({ ...row, state: 'asked', reason: null, code, address, message_id: messageId })
    .execute()
}

const isFlooded = async (db: ReadDb, address: string, now: number): Promise<boolean> => {
  if (address === '') return false
  const { sent } = await db
    .selectFrom('follow_ups')
    .select(({ fn }) => fn.countAll<number>().as('sent'))
    .where('address', '=', address)
    .where('at', '>', now - DAY_MS)
    .executeTakeFirstOrThrow()
  return sent >= MOST_A_DAY
}
