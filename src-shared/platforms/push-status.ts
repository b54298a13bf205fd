import type { Outcome, TicketStatus } from '../tickets/vocabulary'

/** The states that FixMyStreet's update extension knows; those of a GeoReport server are the first and CLOSED. */
export const PLATFORM_STATUSES = [
  'OPEN',
  'INVESTIGATING',
  'IN_PROGRESS',
  'ACTION_SCHEDULED',
  'FIXED',
  'DUPLICATE',
  'NOT_COUNCILS_RESPONSIBILITY',
  'NO_FURTHER_ACTION',
  'INTERNAL_REFERRAL',
  'FOR_TRIAGE',
  'CLOSED',
  'CANCELLED',
  'REOPEN',
] as const
export type PlatformStatus = (typeof PLATFORM_STATUSES)[number]

/** As servers write them, in whatever case and with blanks for underscores; null for what no list holds. */
export const platformStatusOf = (text: string): PlatformStatus | null => {
  const name = text
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/g, '_')
  return PLATFORM_STATUSES.find((one) => one === name) ?? null
}

const OF_OUTCOME: Readonly<Record<Outcome, PlatformStatus>> = {
  resolved: 'FIXED',
  handled_by_body: 'NOT_COUNCILS_RESPONSIBILITY',
  not_competent: 'NOT_COUNCILS_RESPONSIBILITY',
  duplicate: 'DUPLICATE',
  not_feasible: 'NO_FURTHER_ACTION',
  planned_works: 'ACTION_SCHEDULED',
  not_found: 'NO_FURTHER_ACTION',
  withdrawn: 'NO_FURTHER_ACTION',
}

/** States in which a report is still open there, and a GeoReport server without updates says `open`. */
const OPEN: ReadonlySet<string> = new Set<PlatformStatus>([
  'OPEN',
  'INVESTIGATING',
  'IN_PROGRESS',
  'ACTION_SCHEDULED',
  'FOR_TRIAGE',
  'REOPEN',
])

/** Whether a platform calls a report settled. */
export const isClosedThere = (said: string): boolean => said.trim().toLowerCase() === 'closed'

/** Whether `open` or `closed`, as a platform says it of a report, is no more than what it was told. */
export const isEchoOf = (told: string, said: string): boolean => isClosedThere(said) === !OPEN.has(told)

/** What a platform is told of a ticket's state; null for a state that tells it nothing. */
export const pushedStatus = (status: TicketStatus, outcome: Outcome | null): PlatformStatus | null => {
  switch (status) {
    case 'new':
      return 'OPEN'
    case 'accepted':
    case 'waiting':
      return 'INVESTIGATING'
    case 'assigned':
      return 'ACTION_SCHEDULED'
    // The crew's word is not the citizen's answer: fixed is what the office closed.
    case 'in_progress':
    case 'done':
      return 'IN_PROGRESS'
    case 'forwarded':
      return 'INTERNAL_REFERRAL'
    case 'closed':
      return OF_OUTCOME[outcome ?? 'resolved']
    case 'merged':
      return null
  }
}
