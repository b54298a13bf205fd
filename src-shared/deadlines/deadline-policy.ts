import { asInstant, MINUTE_MS, type Instant } from '../kernel/instant'
import type { CategoryId } from '../kernel/ids'
import { isOpen, type Kind, PRIORITY_RANK, type Priority, type TicketStatus } from '../tickets/vocabulary'
import type { OfficeCalendar } from './office-calendar'
import { deadline, type Pause } from './office-time'
import { addDays, dayAt, startOfDay } from './zone'

/** Office minutes; 0 means that there is no such deadline. */
export interface Budget {
  readonly firstAnswerMinutes: number
  readonly resolutionMinutes: number
}

export interface DeadlinePolicy {
  readonly byPriority: Readonly<Record<Priority, Budget>>
  /** Overrides by category id, as text. */
  readonly byCategory: Readonly<Record<string, { readonly [field in keyof Budget]?: number | undefined }>>
  /** Overrides by kind: a complaint is answered sooner than a suggestion. */
  readonly byKind: Readonly<{ [kind in Kind]?: { readonly [field in keyof Budget]?: number | undefined } | undefined }>
  /** Calendar days within which a citizen must have had an official answer (30 by default). */
  readonly answerWithinDays: number
}

export interface DeadlineFacts {
  readonly createdAt: Instant
  readonly status: TicketStatus
  readonly priority: Priority
  readonly kind: Kind
  /** The ticket's category and then its parents, nearest first; empty while it has none. */
  readonly categories: readonly CategoryId[]
  readonly hasFirstAnswer: boolean
  readonly hasOfficialAnswer: boolean
}

export interface Deadlines {
  /** Null: there is none, or the ticket waits and nobody can say. */
  readonly firstAnswerDue: Instant | null
  readonly resolutionDue: Instant | null
  /** The last minute of the last day; not prolonged by waiting, since the citizen does not know of it. */
  readonly answerDue: Instant
  /** The next one that still counts; null once nothing is owed. */
  readonly due: Instant | null
}

/** Zero is no deadline, and so the longest of all. */
const shorter = (a: number, b: number): number => (a === 0 ? b : b === 0 ? a : Math.min(a, b))

/**
 * The nearest category that says something, and the kind, overrule the priority; where both do, the shorter of the two
 * counts. Neither loosens what is high or urgent: for those the shorter of rule and priority counts.
 */
export const budgetFor = (
  facts: Pick<DeadlineFacts, 'priority' | 'kind' | 'categories'>,
  policy: Pick<DeadlinePolicy, 'byPriority' | 'byCategory' | 'byKind'>,
): Budget => {
  const byPriority = policy.byPriority[facts.priority]
  const pressing = PRIORITY_RANK[facts.priority] >= PRIORITY_RANK.high
  const pick = (field: keyof Budget): number => {
    const own = byPriority[field]
    const ofCategory = facts.categories
      .map((category) => policy.byCategory[String(category)]?.[field])
      .find((minutes) => minutes !== undefined)
    const rules = [ofCategory, policy.byKind[facts.kind]?.[field]].filter((minutes) => minutes !== undefined)
    if (rules.length === 0) return own
    const ruled = rules.reduce(shorter)
    return pressing && own > 0 ? shorter(ruled, own) : ruled
  }
  return { firstAnswerMinutes: pick('firstAnswerMinutes'), resolutionMinutes: pick('resolutionMinutes') }
}

const earliest = (moments: readonly (Instant | null)[]): Instant | null =>
  moments.reduce((least, moment) => (moment !== null && (least === null || moment < least) ? moment : least), null)

/** All the deadlines of a ticket, from its facts alone: the same facts always give the same deadlines. */
export const deadlinesFor = (
  facts: DeadlineFacts,
  policy: DeadlinePolicy,
  calendar: OfficeCalendar,
  pauses: readonly Pause[],
): Deadlines => {
  const budget = budgetFor(facts, policy)
  const after = (minutes: number): Instant | null =>
    minutes > 0 ? deadline(facts.createdAt, minutes, pauses, calendar) : null
  const firstAnswerDue = after(budget.firstAnswerMinutes)
  const resolutionDue = after(budget.resolutionMinutes)
  const lastDay = addDays(dayAt(facts.createdAt, calendar.zone), policy.answerWithinDays)
  const answerDue = asInstant(startOfDay(addDays(lastDay, 1), calendar.zone) - MINUTE_MS)

  const worked = facts.status === 'done'
  const due = isOpen(facts.status)
    ? earliest([
        facts.hasFirstAnswer || facts.hasOfficialAnswer ? null : firstAnswerDue,
        worked ? null : resolutionDue,
        facts.hasOfficialAnswer ? null : answerDue,
      ])
    : null
  return { firstAnswerDue, resolutionDue, answerDue, due }
}
