import type { Day } from '../kernel/instant'
import type { Outcome, TicketStatus, WaitingReason } from '../tickets/vocabulary'

/** The line that a citizen sees, from first to last. */
export const PUBLIC_STEPS = ['received', 'accepted', 'assigned', 'in_progress', 'done', 'closed'] as const
export type PublicStep = (typeof PUBLIC_STEPS)[number]

/** All that a public page says of a report: nothing of it is the citizen's. */
export interface PageFacts {
  readonly code: string
  readonly number: string
  readonly status: TicketStatus
  /** Where a waiting or forwarded report stands on the line. */
  readonly resumeStatus: TicketStatus | null
  readonly outcome: Outcome | null
  readonly waitingReason: WaitingReason | null
  readonly waitingUntil: Day | null
  readonly category: string
  readonly district: string
  readonly body: string
  /** Reported by somebody else too: the state is that of the report that both became. */
  readonly isJoined: boolean
  readonly visitDay: Day | null
  readonly answerDue: Day | null
  readonly reached: Readonly<Partial<Record<PublicStep, Day>>>
  readonly changedOn: Day
}

export interface ShownStep {
  readonly step: PublicStep
  readonly state: 'past' | 'current' | 'ahead'
  readonly day: Day | null
}

const STEP_OF: Readonly<Partial<Record<TicketStatus, PublicStep>>> = {
  new: 'received',
  accepted: 'accepted',
  assigned: 'assigned',
  in_progress: 'in_progress',
  done: 'done',
  closed: 'closed',
}

const currentStep = ({ status, resumeStatus }: Pick<PageFacts, 'status' | 'resumeStatus'>): PublicStep =>
  STEP_OF[status] ?? STEP_OF[resumeStatus ?? 'accepted'] ?? 'accepted'

/** Steps of the office's own crews: what lies with another body does not wait for them. */
const OF_CREWS: readonly PublicStep[] = ['assigned', 'in_progress', 'done']

/** A report that was closed without a crew leaves out the steps that it never took, a forwarded one those that it will not. */
export const shownSteps = (facts: PageFacts): ShownStep[] => {
  const at = PUBLIC_STEPS.indexOf(currentStep(facts))
  return PUBLIC_STEPS.flatMap((step, index): ShownStep[] => {
    const day = facts.reached[step] ?? null
    if (index === at) return [{ step, state: 'current', day }]
    if (index > at) {
      const willNotBe = facts.status === 'closed' || (facts.status === 'forwarded' && OF_CREWS.includes(step))
      return willNotBe ? [] : [{ step, state: 'ahead', day: null }]
    }
    return day === null && step !== 'received' ? [] : [{ step, state: 'past', day }]
  })
}

export const NEXT_KEYS = [
  'new',
  'accepted',
  'assigned',
  'assigned_day',
  'in_progress',
  'done',
  'waiting_citizen',
  'waiting_material',
  'waiting_weather',
  'waiting_other',
  'forwarded',
  'closed_resolved',
  'closed_handled_by_body',
  'closed_not_competent',
  'closed_duplicate',
  'closed_not_feasible',
  'closed_planned_works',
  'closed_not_found',
  'closed_withdrawn',
] as const
export type NextKey = (typeof NEXT_KEYS)[number]

/** The sentence that says what happens now. */
export const nextKey = (facts: PageFacts): NextKey => {
  switch (facts.status) {
    case 'assigned':
      return facts.visitDay === null ? 'assigned' : 'assigned_day'
    case 'waiting':
      return `waiting_${facts.waitingReason ?? 'other'}`
    case 'closed':
      return `closed_${facts.outcome ?? 'resolved'}`
    case 'forwarded':
      return facts.body === '' ? 'accepted' : 'forwarded'
    case 'merged':
      return 'accepted'
    default:
      return facts.status
  }
}
