import type { ErrorCode } from '../kernel/app-error'
import type { CategoryId, CrewId } from '../kernel/ids'
import type { Day } from '../kernel/instant'
import { type TicketLife, type TransitionRequest, checkTransition } from './life'
import type { Outcome, Priority, WaitingReason } from './vocabulary'

/** One change asked for a whole selection. */
export type BulkChange =
  | { readonly kind: 'status'; readonly to: 'accepted' | 'in_progress' | 'done' }
  | { readonly kind: 'wait'; readonly until: Day; readonly reason: WaitingReason }
  | { readonly kind: 'close'; readonly outcome: Outcome }
  | { readonly kind: 'crew'; readonly crewId: CrewId | null }
  | { readonly kind: 'category'; readonly categoryId: CategoryId | null }
  | { readonly kind: 'priority'; readonly priority: Priority }

export interface BulkTicket {
  readonly life: TicketLife
  readonly categoryId: CategoryId | null
  readonly priority: Priority
}

/** `fit`: it changes. `same`: it is so already. Otherwise why it stays out. */
export type BulkVerdict = 'fit' | 'same' | ErrorCode

/** The step of a ticket's life that a change asks for; null for a change that is none. */
export const bulkStep = (change: BulkChange): TransitionRequest | null => {
  switch (change.kind) {
    case 'status':
      return { to: change.to }
    case 'wait':
      return { to: 'waiting', waitingUntil: change.until, waitingReason: change.reason }
    case 'close':
      return { to: 'closed', outcome: change.outcome }
    case 'crew':
      return change.crewId === null ? { to: 'accepted' } : { to: 'assigned', crewId: change.crewId }
    default:
      return null
  }
}

/** Whether a ticket already is what the change would make of it. */
const isSame = ({ life, categoryId, priority }: BulkTicket, change: BulkChange): boolean => {
  switch (change.kind) {
    case 'status':
      return life.status === change.to
    case 'close':
      return life.status === 'closed' && life.outcome === change.outcome
    case 'crew':
      return life.crewId === change.crewId
    case 'category':
      return categoryId === change.categoryId
    case 'priority':
      return priority === change.priority
    case 'wait':
      return life.status === 'waiting' && life.waitingUntil === change.until && life.waitingReason === change.reason
  }
}

/**
 * What a change of many does to one of them. Stricter than the single step where that would surprise: nothing is
 * reopened by the dozen, and a closed ticket keeps its crew.
 */
export const bulkVerdict = (ticket: BulkTicket, change: BulkChange, today: Day): BulkVerdict => {
  const { life } = ticket
  if (life.status === 'merged') return 'ticket_merged'
  if (isSame(ticket, change)) return 'same'
  const step = bulkStep(change)
  if (step === null) return 'fit'
  if (life.status === 'closed') return 'ticket_closed'
  // Work under way changes hands and keeps its state.
  if (change.kind === 'crew' && change.crewId !== null && (life.status === 'assigned' || life.status === 'in_progress'))
    return 'fit'
  const checked = checkTransition(life, { ...step, today })
  return checked.ok ? 'fit' : checked.error.code
}
