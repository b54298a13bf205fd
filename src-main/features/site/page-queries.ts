import { addWorkingDays } from '@shared/deadlines/office-calendar'
import { addDays, dayAt } from '@shared/deadlines/zone'
import { DAY_MS, type Day, type Instant, asInstant } from '@shared/kernel/instant'
import type { PageFacts, PublicStep } from '@shared/site/page-facts'
import { PUBLIC_STEPS } from '@shared/site/page-facts'
import { type Outcome, type TicketStatus, type WaitingReason, isOpen } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import { plannedVisitsOf } from '../crews/visits-of-ticket'
import { readSetting } from '../settings/read-setting'
import { masterOf } from '../tickets/merged-queries'
import { nameOf } from '../tickets/names'
import { storedTicket } from '../tickets/ticket-queries'

/** The day on which each step was last reached; a step that was taken back is none. */
const reachedOf = async (db: ReadDb, ticketId: number, zone: string): Promise<Partial<Record<PublicStep, Day>>> => {
  const entries = await db
    .selectFrom('timeline')
    .select(['at', 'kind', 'data'])
    .where('ticket_id', '=', ticketId)
    .where('kind', 'in', ['status', 'reopened'])
    .orderBy('id')
    .execute()
  let reached: Partial<Record<PublicStep, Day>> = {}
  let before = reached
  for (const { at, data } of entries) {
    const { to, undone } = JSON.parse(data) as { to?: string; undone?: boolean }
    if (undone === true) {
      reached = before
      continue
    }
    before = reached
    const step = PUBLIC_STEPS.find((one) => one === to)
    if (step !== undefined) reached = { ...reached, [step]: dayAt(asInstant(at), zone) }
  }
  return reached
}

/** What the page of a ticket shows; null when it has none: gone, closed long ago, or made by a crew for itself. */
export const pageFactsOf = async (db: ReadDb, ticketId: number, now: Instant): Promise<PageFacts | null> => {
  const ticket = await storedTicket(db, ticketId)
  if (!ticket || ticket.channel === 'crew') return null
  const { keepDays } = await readSetting(db, 'site')
  const master =
    ticket.status === 'merged' ? ((await storedTicket(db, await masterOf(db, ticketId))) ?? ticket) : ticket
  if (master.closed_at !== null && master.closed_at < now - keepDays * DAY_MS) return null
  const calendar = await readSetting(db, 'calendar')
  const { zone } = calendar
  const { answerWithinDays } = await readSetting(db, 'deadlines')
  const today = dayAt(now, zone)
  const [visit] = await plannedVisitsOf(db, master.id)
  const received = dayAt(asInstant(ticket.created_at), zone)
  const status = master.status as TicketStatus
  const owed = isOpen(status) && master.official_answer_at === null
  const reached = await reachedOf(db, master.id, zone)
  return {
    code: ticket.tracking_code,
    number: ticket.number,
    status,
    resumeStatus: master.resume_status as TicketStatus | null,
    outcome: master.outcome as Outcome | null,
    waitingReason: master.waiting_reason as WaitingReason | null,
    waitingUntil: master.waiting_until as Day | null,
    category: await nameOf(db, 'categories', ticket.category_id ?? master.category_id),
    district: await nameOf(db, 'districts', ticket.district_id ?? master.district_id),
    body: await nameOf(db, 'bodies', master.body_id),
    isJoined: master.id !== ticket.id,
    // A day that has gone by without a result is not promised again.
    visitDay: visit !== undefined && visit.day >= today ? (visit.day as Day) : null,
    answerDue: owed ? addWorkingDays(addDays(received, answerWithinDays), 0, calendar) : null,
    reached: { ...reached, received },
    changedOn: Object.values(reached).reduce((last, day) => (day > last ? day : last), received),
  }
}
