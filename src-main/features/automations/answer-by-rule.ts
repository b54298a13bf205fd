import { fillPlaceholders, openPlaceholders } from '@shared/answers/placeholders'
import { whyUnasked } from '@shared/citizen/follow-up'
import { isNoReply } from '@shared/contacts/email-address'
import { HOUR_MS, type Instant } from '@shared/kernel/instant'
import type { Actions } from '@shared/macros/actions'
import type { RandomBytes } from '@main/platform/random'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { answerById } from '../answers/answer-queries'
import { noticeValues } from '../citizen/notice-values'
import { mailboxFor } from '../citizen/tell-citizens'
import { isBounced, queueAutomaticMail } from '../mail/automatic-mail'
import { ownAddresses } from '../mail/mailbox-queries'
import { answerAddressOf } from '../messages/answer-address-queries'
import { subjectFor } from '../messages/recipient-queries'
import { threadOf } from '../messages/write-outgoing'
import type { StoredTicket } from '../tickets/ticket-queries'

/** One address has so many mails of the desk's own within three hours: two machines must not talk to each other. */
const PACE_MS = 3 * HOUR_MS
const MOST_MAILS = 5

/**
 * The ready answer as an automatic mail, once for a rule and a ticket; answers why it did not leave, null when it did. It
 * counts as no answer of the office's: deadlines go on.
 */
export const answerByRule = async (
  db: WriteDb,
  random: RandomBytes,
  rule: { readonly id: number; readonly actions: Pick<Actions, 'answer'> },
  ticket: StoredTicket,
  now: Instant,
): Promise<string | null> => {
  const ready = rule.actions.answer === null ? null : await answerById(db, rule.actions.answer.answerId)
  if (ready === null) return 'answer_gone'
  if (await hasAnswered(db, rule.id, ticket.id)) return 'answered'
  const { address: raw, mailboxId } = await answerAddressOf(db, ticket.id)
  const address = raw.toLowerCase()
  const mailbox = await mailboxFor(db, mailboxId)
  const why = whyUnasked({
    isAnonymous: ticket.contact_id === null,
    address,
    isAutomatic: isNoReply(address) || (await ownAddresses(db)).includes(address),
    isBounced: await isBounced(db, address),
    hasMailbox: mailbox !== null,
    isFlooded: await isFlooded(db, address, now),
  })
  if (why !== null || mailbox === null) return why ?? 'no_mailbox'
  const text = fillPlaceholders(ready.text, await noticeValues(db, ticket, ticket, now))
  if (openPlaceholders(text).length > 0) return 'answer_incomplete'
  await queueAutomaticMail(db, random, {
    ticketId: ticket.id,
    purpose: 'step',
    mailbox,
    contactId: ticket.contact_id,
    address,
    subject: subjectFor(ticket),
    text,
    ...(await threadOf(db, ticket.id)),
    at: now,
  })
  return null
}

const hasAnswered = async (db: ReadDb, automationId: number, ticketId: number): Promise<boolean> => {
  const before = await db
    .selectFrom('automation_runs')
    .select('steps')
    .where('automation_id', '=', automationId)
    .where('ticket_id', '=', ticketId)
    .where('outcome', '=', 'done')
    .where('unsent', 'is', null)
    .execute()
  return before.some(({ steps }) => (JSON.parse(steps) as string[]).includes('answer'))
}

const isFlooded = async (db: ReadDb, address: string, now: number): Promise<boolean> => {
  if (address === '') return false
  const { sent } = await db
    .selectFrom('messages')
    .innerJoin('outbox', 'outbox.message_id', 'messages.id')
    .select(({ fn }) => fn.countAll<number>().as('sent'))
    .where('messages.recipients_to', '=', JSON.stringify([address]))
    .where('messages.created_at', '>', now - PACE_MS)
    .where('outbox.automatic', '=', 1)
    .executeTakeFirstOrThrow()
  return sent >= MOST_MAILS
}
