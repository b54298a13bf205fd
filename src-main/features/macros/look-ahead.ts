import { fillPlaceholders, fillSignature, openPlaceholders } from '@shared/answers/placeholders'
import { dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import type { CategoryId, CrewId, DistrictId, MailboxId, TicketId, UserId } from '@shared/kernel/ids'
import type { Day, Instant } from '@shared/kernel/instant'
import { type ActedTicket, type ActionFacts, type ActionPlan, type Actions, planActions } from '@shared/macros/actions'
import { PRIORITY_RANK } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import type { ReadDb } from '@main/store/handles'
import { answerById } from '../answers/answer-queries'
import { noticeValues } from '../citizen/notice-values'
import { type CrewWeek, crewWeek, proposedPlace, withVisit } from '../crews/propose-crew'
import type { messages } from '@shared/contract/messages'
import type { InputOf } from '@shared/contract/define'
import { recipientsOf } from '../messages/recipient-queries'
import { readSetting } from '../settings/read-setting'
import { bulkTicketOf } from '../tickets/bulk/bulk-tickets'
import type { StoredTicket } from '../tickets/ticket-queries'

/** What an answer says and whom it goes to; nothing of how it is written. */
export type AnswerToCitizen = Omit<InputOf<(typeof messages)['reply']>, 'seenEntryId' | 'close' | 'key'>

export interface LookAhead {
  readonly now: Instant
  readonly today: Day
  /** Null where no crew is asked for. */
  readonly week: CrewWeek | null
  readonly pathOf: (categoryId: number) => readonly number[]
}

/** What is read once, however many tickets are looked at. */
export const lookAhead = async (
  db: ReadDb,
  actions: Actions,
  now: Instant,
  pathOf: LookAhead['pathOf'],
): Promise<LookAhead> => {
  const { zone } = await readSetting(db, 'calendar')
  const today = dayAt(now, zone)
  return { now, today, week: actions.crew === null ? null : await crewWeek(db, today), pathOf }
}

export interface TicketAhead {
  readonly plan: ActionPlan
  readonly place: { readonly crewId: CrewId; readonly day: Day } | null
}

const actedTicket = (ticket: StoredTicket): ActedTicket => ({
  ...bulkTicketOf(ticket),
  ownerId: ticket.owner_id as UserId | null,
})

/** Which crew it would go to, and on which day; the category that the steps give it counts. */
const placeFor = (ticket: StoredTicket, actions: Actions, { week, pathOf }: LookAhead): TicketAhead['place'] => {
  if (week === null) return null
  const categoryId = actions.categoryId ?? ticket.category_id
  const work = {
    categories: (categoryId === null ? [] : pathOf(categoryId)) as CategoryId[],
    districtId: ticket.district_id as DistrictId | null,
  }
  const only = actions.crew === 'proposed' ? null : actions.crew
  const found = proposedPlace(week, { work, minutes: actions.visitMinutes, only })
  // A named crew that works on no day of the week can still be in charge; it cannot be planned.
  if (found === null && only !== null && actions.visitMinutes === null) return { crewId: only, day: '' as Day }
  return found
}

/** A rule: it is nobody, and sends no crew to what is finished. */
export const BY_ITSELF: Pick<ActionFacts, 'me' | 'alone'> = { me: null, alone: false }

/** What the steps do to one ticket, as things stand, for whoever takes them. */
export const ticketAhead = (
  ticket: StoredTicket,
  actions: Actions,
  ahead: LookAhead,
  by: Pick<ActionFacts, 'me' | 'alone'>,
): TicketAhead => {
  const place = placeFor(ticket, actions, ahead)
  const facts = { ...by, today: ahead.today, crewId: place?.crewId ?? null }
  return { plan: planActions(actedTicket(ticket), actions, facts), place }
}

/** As things stand once the steps have been taken: a planned visit has its place in the crew's day. */
export const takenAhead = (ahead: LookAhead, { visitMinutes }: Actions, { place }: TicketAhead): LookAhead =>
  ahead.week === null || place === null || visitMinutes === null
    ? ahead
    : { ...ahead, week: withVisit(ahead.week, place, visitMinutes) }

/** The ticket as the steps leave it, for the words of its answer. */
const asLeft = (ticket: StoredTicket, after: ActedTicket): StoredTicket => ({
  ...ticket,
  status: after.life.status,
  outcome: after.life.outcome,
  crew_id: after.life.crewId,
  category_id: after.categoryId,
  priority: PRIORITY_RANK[after.priority],
})

/** The answer that a macro gives, filled in and addressed as the composer would do it. */
export const answerAhead = async (
  db: ReadDb,
  ticket: StoredTicket,
  actions: Actions,
  { plan, place }: TicketAhead,
  caller: SignedInCaller,
  now: Instant,
): Promise<AnswerToCitizen | null> => {
  const { answer, visitMinutes } = actions
  if (answer === null || !plan.ok) return null
  const ready = (await answerById(db, answer.answerId)) ?? refuse('steps_broken', { details: { step: 'answer' } })
  const left = asLeft(ticket, plan.after)
  const planned = visitMinutes === null || place === null ? undefined : { crew_id: place.crewId, day: place.day }
  const values = {
    ...(await noticeValues(db, left, left, now, planned)),
    operatore: caller.user.displayName,
  }
  const recipients = await recipientsOf(db, ticket.id)
  const mailbox = recipients.mailboxes.find(({ isDefault }) => isDefault)
  return {
    ticketId: ticket.id as TicketId,
    via: 'email',
    official: answer.official,
    mailboxId: (mailbox?.id ?? null) as MailboxId | null,
    to: recipients.to,
    cc: recipients.cc,
    alsoTo: recipients.merged.map(({ ticketId }) => ticketId as TicketId),
    text: fillPlaceholders(ready.text, values),
    signature: mailbox === undefined ? '' : fillSignature(mailbox.signature, values),
    attachments: [],
    template: null,
  }
}

/** Why an answer cannot leave by itself; null when it can. A draft may wait for whatever is missing. */
export const unsendable = (answer: AnswerToCitizen): 'no_recipient' | 'mailbox_off' | 'answer_incomplete' | null => {
  if (answer.to.length === 0) return 'no_recipient'
  if (answer.mailboxId === null) return 'mailbox_off'
  return openPlaceholders(answer.text).length > 0 ? 'answer_incomplete' : null
}
