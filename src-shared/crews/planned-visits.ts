import type { Day } from '../kernel/instant'
import type { Outcome, TicketStatus } from '../tickets/vocabulary'

/** A step of a ticket's life, as far as it matters to the crews' board. */
export interface VisitStep {
  readonly from: TicketStatus
  readonly to: TicketStatus
  readonly outcome: Outcome | null
  readonly waitingUntil: Day | null
}

export interface VisitsAtStep<Visit> {
  /** The planned visits that the step takes off the board. */
  readonly leaving: readonly Visit[]
  /** True when a person may leave them there all the same. */
  readonly mayKeep: boolean
}

/** A crew is only withdrawn from work that it had; coming back from waiting, a body or closed withdraws nobody. */
const AT_WORK: readonly TicketStatus[] = ['assigned', 'in_progress', 'done']

/**
 * What a ticket's step does to its planned visits, so that no crew drives to what is no longer theirs to do.
 *
 * Closing and merging take them all off; only closing as planned works may leave them, since that work is still to
 * come. Forwarding and ending the work take them off unless a person keeps them (a barrier to put up, a last look).
 * Waiting takes off those before its date. Withdrawing the assignment takes them off with the crew.
 */
export const visitsAtStep = <Visit extends { readonly day: string }>(
  step: VisitStep,
  planned: readonly Visit[],
): VisitsAtStep<Visit> => {
  switch (step.to) {
    case 'closed':
      return { leaving: planned, mayKeep: step.outcome === 'planned_works' }
    case 'merged':
      return { leaving: planned, mayKeep: false }
    case 'forwarded':
      // Another body or another chase date: what was kept at the first step stays.
      return { leaving: step.from === 'forwarded' ? [] : planned, mayKeep: true }
    case 'done':
      return { leaving: planned, mayKeep: true }
    case 'waiting': {
      const { waitingUntil } = step
      return { leaving: planned.filter(({ day }) => waitingUntil === null || day < waitingUntil), mayKeep: true }
    }
    case 'accepted':
      return { leaving: AT_WORK.includes(step.from) ? planned : [], mayKeep: false }
    default:
      return { leaving: [], mayKeep: false }
  }
}
