import { addDays, dayAt, startOfDay } from '@shared/deadlines/zone'
import { type DueOf, dueOf } from '@shared/deadlines/due-of'
import { isOfficeOpen } from '@shared/deadlines/office-calendar'
import { addOfficeTime } from '@shared/deadlines/office-time'
import { type DeadlineMark, type ReminderPolicy, marksAt, raised, stepOfMark } from '@shared/deadlines/reminders'
import { type Instant, asInstant, instantOrNull } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { ReminderSettings } from '@shared/contract/reminder-settings'
import { priorityOfRank } from '@shared/tickets/vocabulary'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import type { FeatureParts } from '../feature-parts'
import { managersOf, ownerOrManagers, tellPeople } from '../notices/tell-people'
import { readSetting } from '../settings/read-setting'
import { writeFields } from '../tickets/edit-ticket'
import { type StoredTicket, storedTicket } from '../tickets/ticket-queries'
import { writeEntry } from '../tickets/write-entry'

/** Tickets that one write tells of: a few milliseconds each. */
const BATCH = 20
/** Whoever switches it on hears of this week's deadlines, not of last year's. */
const OLDEST_DAYS = 7

export interface DueMark {
  readonly ticketId: number
  readonly due: Instant
  readonly of: DueOf
  readonly mark: DeadlineMark
}

/** Rules may wait for a deadline while the office wants no reminders of its own. */
const isWatched = async (db: ReadDb): Promise<boolean> => {
  const waiting = await db
    .selectFrom('automations')
    .select('id')
    .where('active', '=', 1)
    .where('event', 'in', ['due_soon', 'overdue'])
    .executeTakeFirst()
  return waiting !== undefined
}

/** What is to be said now and was not, of which tickets; the earliest deadline first. */
export const dueMarks = async (db: ReadDb, now: Instant, wanted?: ReminderSettings): Promise<DueMark[]> => {
  const calendar = await readSetting(db, 'calendar')
  const settings = wanted ?? (await readSetting(db, 'reminders'))
  if (!isOfficeOpen(calendar, now) || (!settings.on && !(await isWatched(db)))) return []
  const policy: ReminderPolicy = settings.on ? settings : { ...settings, steps: [] }
  const horizon = addOfficeTime(now, policy.soonMinutes, calendar)
  const oldest = startOfDay(addDays(dayAt(now, calendar.zone), -OLDEST_DAYS), calendar.zone)
  const tickets = await db
    .selectFrom('tickets')
    .select(['id', 'due_at', 'status', 'first_answer_due', 'first_answered_at', 'resolution_due'])
    .where('is_open', '=', 1)
    .where('due_sort', '<=', horizon)
    .where('status', '<>', 'waiting')
    .orderBy('due_sort')
    .execute()
  const ids = db.selectFrom('tickets').select('id').where('is_open', '=', 1).where('due_sort', '<=', horizon)
  /** Until which moment something was said of a deadline: one that only came nearer is no news. */
  const said = new Map<string, number>()
  const known = await db.selectFrom('deadline_marks').selectAll().where('ticket_id', 'in', ids).execute()
  for (const { ticket_id: id, due_of: of, mark, due_at: until } of known) {
    const key = `${id} ${of} ${mark}`
    said.set(key, Math.max(said.get(key) ?? 0, until))
  }
  const pauses = Map.groupBy(
    await db.selectFrom('ticket_pauses').selectAll().where('ticket_id', 'in', ids).execute(),
    (pause) => pause.ticket_id,
  )
  /** All that is ever said after a deadline. */
  const after: readonly DeadlineMark[] = ['overdue', ...policy.steps.map((_, index) => `step:${index}` as const)]
  return tickets.flatMap((ticket) => {
    const { id } = ticket
    const next = nextOf(ticket)
    if (next === null) return []
    const { at: due, of } = next
    const wasSaid = (mark: DeadlineMark): boolean => (said.get(`${id} ${of} ${mark}`) ?? 0) >= due
    // Long gone by and never spoken of: it was late before anybody wanted to hear of it.
    if (due < oldest && !wasSaid('overdue')) return []
    // Nothing is left to say: how late it is by now is not reckoned again every minute for years.
    if (due <= now && after.every(wasSaid)) return []
    const own = (pauses.get(id) ?? []).map((pause) => ({
      from: asInstant(pause.from_at),
      to: instantOrNull(pause.to_at) ?? undefined,
    }))
    return marksAt({ due, isWaiting: false, pauses: own }, policy, calendar, now)
      .filter((mark) => !wasSaid(mark))
      .map((mark) => ({ ticketId: id, due, of, mark }))
  })
}

/** Says the first of them, each once, in one write; answers how many it dealt with. */
export const sayMarks = (parts: FeatureParts, lease: Lease): Promise<Result<number>> =>
  parts.current.store.write(async (db) => {
    if (!(await leaseHolds(db, lease))) return 0
    const now = parts.clock.now()
    const due = (await dueMarks(db, now)).slice(0, BATCH)
    const settings = await readSetting(db, 'reminders')
    for (const one of due) await sayOne(db, settings, one, now)
    return due.length
  })

const sayOne = async (db: WriteDb, settings: ReminderSettings, due: DueMark, now: Instant): Promise<void> => {
  const { ticketId, mark, of } = due
  await db
    .insertInto('deadline_marks')
    .values({ ticket_id: ticketId, due_of: of, mark, due_at: due.due, at: now })
    .execute()
  const ticket = await storedTicket(db, ticketId)
  if (!ticket || !settings.on) return
  if (mark === 'due_soon' || mark === 'overdue') {
    const people = settings.tellOwner ? await ownerOrManagers(db, ticket.owner_id) : []
    await tellPeople(db, people, { ticketId, kind: mark, word: of, at: now })
    if (mark === 'overdue')
      await writeEntry(db, { ticketId, at: now, kind: 'deadline', actor: null, data: { to: 'overdue', of } })
    return
  }
  await escalate(db, settings, ticket, due, now)
}

const escalate = async (
  db: WriteDb,
  settings: ReminderSettings,
  ticket: StoredTicket,
  { mark, of }: DueMark,
  at: Instant,
): Promise<void> => {
  const step = stepOfMark(mark, settings)
  if (step === null) return
  const ticketId = ticket.id
  const told = step.tellManagers
    ? await tellPeople(db, await managersOf(db), { ticketId, kind: 'escalated', word: of, at })
    : 0
  await writeEntry(db, {
    ticketId,
    at,
    kind: 'deadline',
    actor: null,
    data: { to: 'escalated', of, hours: Math.round(step.afterMinutes / 60), told },
  })
  const priority = priorityOfRank(ticket.priority)
  if (step.raisePriority && raised(priority) !== priority)
    await writeFields(db, ticket, { priority: raised(priority) }, { actor: null, at })
}

/** The next deadline, and of what it is one. */
const nextOf = (
  ticket: Pick<StoredTicket, 'due_at' | 'first_answer_due' | 'first_answered_at' | 'resolution_due' | 'status'>,
): ReturnType<typeof dueOf> =>
  dueOf({
    due: ticket.due_at,
    firstAnswerDue: ticket.first_answer_due,
    firstAnsweredAt: ticket.first_answered_at,
    resolutionDue: ticket.resolution_due,
    isWorked: ticket.status === 'done',
  })
