import { fillPlaceholders, fillSignature, openPlaceholders, type Placeholder } from '@shared/answers/placeholders'
import { dayAt } from '@shared/deadlines/zone'
import type { ManyAnswer } from '@shared/contract/messages'
import type { ErrorCode } from '@shared/kernel/app-error'
import type { Instant } from '@shared/kernel/instant'
import { bulkVerdict } from '@shared/tickets/bulk'
import type { ReadDb } from '@main/store/handles'
import { noticeValues } from '../citizen/notice-values'
import { readSetting } from '../settings/read-setting'
import { bulkTicketOf, chosenTickets } from '../tickets/bulk/bulk-tickets'
import type { StoredTicket } from '../tickets/ticket-queries'
import { recipientsOf } from './recipient-queries'

export interface PlannedMail {
  readonly to: readonly string[]
  readonly cc: readonly string[]
  readonly mailboxId: number | null
  /** Merged tickets whose citizens read it too. */
  readonly alsoTo: readonly number[]
  readonly text: string
  readonly signature: string
}

/** What becomes of one ticket: a mail, a call, or why nothing does. */
export type Planned =
  | { readonly ticket: StoredTicket; readonly kind: 'mail'; readonly mail: PlannedMail }
  | { readonly ticket: StoredTicket; readonly kind: 'voice'; readonly text: string }
  | {
      readonly ticket: StoredTicket
      readonly kind: 'left'
      readonly code: ErrorCode
      readonly missing: readonly Placeholder[]
    }

/** One text for many, as each of them would read it: names, numbers and signature are the ticket's own. */
export const planAnswers = async (db: ReadDb, { ids, answer, now, writer }: ManyAsked): Promise<Planned[]> => {
  const { zone } = await readSetting(db, 'calendar')
  const today = dayAt(now, zone)
  const planned: Planned[] = []
  for (const ticket of await chosenTickets(db, ids)) {
    const code = refusalOf(ticket, answer, today)
    planned.push(code === null ? await wordsFor(db, ticket, answer, { now, writer }) : left(ticket, code))
  }
  return planned
}

export interface ManyAsked {
  readonly ids: readonly number[]
  readonly answer: ManyAnswer
  readonly now: Instant
  /** The name that `{operatore}` stands for. */
  readonly writer: string
}

const left = (ticket: StoredTicket, code: ErrorCode, missing: readonly Placeholder[] = []): Planned => ({
  ticket,
  kind: 'left',
  code,
  missing,
})

/** What is closed already may be answered; it is not closed once more. */
const refusalOf = (
  ticket: StoredTicket,
  { outcome }: ManyAnswer,
  today: ReturnType<typeof dayAt>,
): ErrorCode | null => {
  if (ticket.status === 'merged') return 'ticket_merged'
  if (outcome === null) return null
  const verdict = bulkVerdict(bulkTicketOf(ticket), { kind: 'close', outcome }, today)
  if (verdict === 'same') return 'ticket_closed'
  return verdict === 'fit' ? null : verdict
}

const wordsFor = async (
  db: ReadDb,
  ticket: StoredTicket,
  answer: ManyAnswer,
  { now, writer }: Pick<ManyAsked, 'now' | 'writer'>,
): Promise<Planned> => {
  const known = await noticeValues(db, ticket, { ...ticket, outcome: answer.outcome ?? ticket.outcome }, now)
  const values = { ...known, operatore: writer }
  // A greeting does without the name that nobody left.
  const greeted = values.nome.trim() === '' ? answer.text.replace(/ ?\{nome\}/g, '') : answer.text
  const text = fillPlaceholders(greeted, values).trim()
  const missing = openPlaceholders(text)
  if (missing.length > 0) return left(ticket, 'answer_incomplete', missing)
  const { to, cc, merged, mailboxes, hasPhone } = await recipientsOf(db, ticket.id)
  const mailbox = mailboxes.find(({ isDefault }) => isDefault)
  if (to.length > 0 && mailbox !== undefined)
    return {
      ticket,
      kind: 'mail',
      mail: {
        to,
        cc,
        mailboxId: mailbox.id,
        alsoTo: merged.map(({ ticketId }) => ticketId),
        text,
        signature: fillSignature(mailbox.signature, values),
      },
    }
  if (hasPhone) return { ticket, kind: 'voice', text }
  return left(ticket, to.length > 0 ? 'mailbox_off' : 'no_recipient')
}
