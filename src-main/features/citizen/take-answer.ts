import { type FollowUpAnswer, codedAnswer, spokenAnswer } from '@shared/citizen/follow-up'
import type { ParsedMail } from '@shared/mail/parsed-mail'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { appendMail } from '../mail/append-mail'
import type { MailSource } from '../mail/mail-ports'
import type { PreparedMail } from '../mail/prepare-mail'
import { reporterOfMail } from '../mail/reporter-of-mail'
import { applyTransition } from '../tickets/apply-transition'
import { masterOf } from '../tickets/merged-queries'
import { storedTicket } from '../tickets/ticket-queries'
import { writeEntry } from '../tickets/write-entry'

interface FoundAnswer {
  readonly answer: FollowUpAnswer
  readonly ticketId: number
  readonly closedAt: number
  readonly before: string | null
}

const asked = (db: ReadDb) =>
  db.selectFrom('follow_ups').select(['ticket_id', 'closed_at', 'answer']).where('state', '=', 'asked')

/** By the code in the subject; else by the question that it replies to, where its first word leaves no doubt. */
const answerIn = async (db: ReadDb, mail: ParsedMail): Promise<FoundAnswer | null> => {
  const coded = codedAnswer(mail.subject)
  const spoken = mail.inReplyTo === null ? null : spokenAnswer(mail.visible)
  const answer = coded?.answer ?? spoken
  if (answer === null) return null
  const row =
    coded === null
      ? await asked(db)
          .where('message_id', 'in', (eb) =>
            eb.selectFrom('messages').select('id').where('header_message_id', '=', mail.inReplyTo),
          )
          .executeTakeFirst()
      : await asked(db).where('code', '=', coded.code).executeTakeFirst()
  return row ? { answer, ticketId: row.ticket_id, closedAt: row.closed_at, before: row.answer } : null
}

/**
 * A citizen's answer to "is it settled?": it joins its ticket, whoever sends it. A no opens the ticket again, if it still
 * stands as it was closed then; a yes without a word more disturbs nobody. Null for any other mail.
 */
export const takeAnswer = async (db: WriteDb, source: MailSource, mail: PreparedMail): Promise<number | null> => {
  const found = await answerIn(db, mail.parsed)
  if (found === null) return null
  const ticket = await storedTicket(db, found.ticketId)
  if (!ticket) return null
  const ticketId = await masterOf(db, ticket.id)
  const isAsClosed = ticket.status === 'closed' && ticket.closed_at === found.closedAt
  if (found.answer === 'no' && isAsClosed)
    await applyTransition(db, { ticketId, actor: null, at: mail.at }, { to: 'accepted' })
  await appendMail(db, source, mail, {
    ticketId,
    purpose: 'message',
    contactId: await reporterOfMail(db, mail),
    isQuiet: found.answer === 'yes' && mail.parsed.visible.trim() === '',
  })
  if (found.before === found.answer) return ticketId
  await db
    .updateTable('follow_ups')
    .set({ answer: found.answer, answered_at: mail.at })
    .where('ticket_id', '=', found.ticketId)
    .where('closed_at', '=', found.closedAt)
    .execute()
  await writeEntry(db, {
    ticketId,
    at: mail.at,
    kind: 'follow_up',
    actor: null,
    data: { status: found.answer },
  })
  return ticketId
}
