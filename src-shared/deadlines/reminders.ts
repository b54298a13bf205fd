import { asInstant, type Instant } from '../kernel/instant'
import { PRIORITIES, PRIORITY_RANK, type Priority } from '../tickets/vocabulary'
import { isOfficeOpen, type OfficeCalendar } from './office-calendar'
import { officeMinutesBetween, type Pause } from './office-time'

export interface EscalationStep {
  /** Office minutes after the deadline. */
  readonly afterMinutes: number
  readonly tellManagers: boolean
  readonly raisePriority: boolean
}

export interface ReminderPolicy {
  /** Office minutes before the deadline; 0 reminds of none that is to come. */
  readonly soonMinutes: number
  readonly steps: readonly EscalationStep[]
}

/** Something about a deadline that is said once: `step:0` is the first step after it. */
export type DeadlineMark = 'due_soon' | 'overdue' | `step:${number}`

export interface RemindedTicket {
  readonly due: Instant | null
  /** Nothing is said of a ticket that waits for somebody else. */
  readonly isWaiting: boolean
  /** When it waited; the clock after a deadline stands still in them too. */
  readonly pauses: readonly Pause[]
}

/** Office minutes that have passed since a deadline, without the stretches in which the ticket waited. */
export const lateMinutes = (due: Instant, now: Instant, pauses: readonly Pause[], calendar: OfficeCalendar): number => {
  if (now <= due) return 0
  let late = 0
  let from: number = due
  for (const pause of pauses.toSorted((a, b) => a.from - b.from)) {
    const to = Math.min(pause.to ?? now, now)
    if (to <= from) continue
    if (pause.from > from) late += officeMinutesBetween(asInstant(from), asInstant(Math.min(pause.from, now)), calendar)
    from = to
  }
  return from < now ? late + officeMinutesBetween(asInstant(from), now, calendar) : late
}

/**
 * What may be said of a ticket's deadline now, in the order in which it came about; nothing while the office is closed.
 * Each is said once: the caller leaves out what was said of this very deadline.
 */
export const marksAt = (
  { due, isWaiting, pauses }: RemindedTicket,
  policy: ReminderPolicy,
  calendar: OfficeCalendar,
  now: Instant,
): DeadlineMark[] => {
  if (due === null || isWaiting || !isOfficeOpen(calendar, now)) return []
  if (now < due)
    return policy.soonMinutes > 0 && officeMinutesBetween(now, due, calendar) <= policy.soonMinutes ? ['due_soon'] : []
  const late = lateMinutes(due, now, pauses, calendar)
  return [
    'overdue',
    ...policy.steps.flatMap(({ afterMinutes }, index): DeadlineMark[] =>
      late >= afterMinutes ? [`step:${index}`] : [],
    ),
  ]
}

/** The step that a mark stands for; null for what is none, or was taken out of the policy. */
export const stepOfMark = (mark: DeadlineMark, policy: Pick<ReminderPolicy, 'steps'>): EscalationStep | null => {
  const [, index] = /^step:(\d+)$/.exec(mark) ?? []
  return index === undefined ? null : (policy.steps[Number(index)] ?? null)
}

/** One rank higher; the highest stays. */
export const raised = (priority: Priority): Priority => PRIORITIES[PRIORITY_RANK[priority] + 1] ?? priority
