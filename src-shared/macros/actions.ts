import type { Permission } from '../accounts/permissions'
import { isPlannableOf } from '../crews/plannable'
import { addDays } from '../deadlines/zone'
import type { ErrorCode } from '../kernel/app-error'
import type { AnswerId, CategoryId, CrewId, UserId } from '../kernel/ids'
import type { Day } from '../kernel/instant'
import { type BulkChange, type BulkTicket, bulkStep, bulkVerdict } from '../tickets/bulk'
import { checkTransition } from '../tickets/life'
import type { Outcome, Priority, WaitingReason } from '../tickets/vocabulary'

export type StateAction =
  | { readonly kind: 'status'; readonly to: 'accepted' | 'in_progress' | 'done' }
  /** Until so many days from the day on which it is done. */
  | { readonly kind: 'wait'; readonly days: number; readonly reason: WaitingReason }
  | { readonly kind: 'close'; readonly outcome: Outcome }

export interface AnswerAction {
  readonly answerId: AnswerId
  readonly official: boolean
  /** Left as a draft for a person to finish, or sent with the usual seconds to take it back. */
  readonly send: boolean
}

/** What is done to one ticket, always in the order of `ACTION_STEPS`; what is null or empty is left alone. */
export interface Actions {
  readonly categoryId: CategoryId | null
  readonly priority: Priority | null
  readonly owner: 'me' | UserId | null
  /** `proposed`: the one that fits best when it is done. */
  readonly crew: 'proposed' | CrewId | null
  /** Minutes of a visit of that crew on its first day that fits; null plans none. */
  readonly visitMinutes: number | null
  readonly note: string
  readonly answer: AnswerAction | null
  readonly state: StateAction | null
}

/** Nothing at all: what a form begins with. */
export const NO_ACTIONS: Actions = {
  categoryId: null,
  priority: null,
  owner: null,
  crew: null,
  visitMinutes: null,
  note: '',
  answer: null,
  state: null,
}

export const ACTION_STEPS = ['category', 'priority', 'owner', 'crew', 'visit', 'note', 'answer', 'state'] as const
export type ActionStep = (typeof ACTION_STEPS)[number]

/** The steps that these actions ask for. A planned visit gives the ticket to its crew by itself. */
export const stepsOf = (actions: Actions): readonly ActionStep[] =>
  ACTION_STEPS.filter((step) => {
    switch (step) {
      case 'category':
        return actions.categoryId !== null
      case 'crew':
        return actions.crew !== null && actions.visitMinutes === null
      case 'visit':
        return actions.crew !== null && actions.visitMinutes !== null
      case 'note':
        return actions.note.trim() !== ''
      default:
        return actions[step] !== null
    }
  })

const NEEDS: Readonly<Record<Exclude<ActionStep, 'state'>, Permission>> = {
  category: 'tickets.edit',
  priority: 'tickets.edit',
  owner: 'tickets.edit',
  crew: 'tickets.assign',
  visit: 'crews.plan',
  note: 'tickets.note',
  answer: 'tickets.reply',
}

/** Doing them together needs what doing each of them needs. */
export const permissionsFor = (actions: Actions): readonly Permission[] => [
  ...new Set(
    stepsOf(actions).map((step) => {
      if (step !== 'state') return NEEDS[step]
      return actions.state?.kind === 'close' ? 'tickets.close' : 'tickets.edit'
    }),
  ),
]

/** `missing`: nothing would be done. `clash`: the state takes away the crew that another step names. */
export const flawOf = (actions: Actions): 'steps_missing' | 'steps_clash' | null => {
  if (stepsOf(actions).length === 0) return 'steps_missing'
  const { state, crew } = actions
  return crew !== null && state?.kind === 'status' && state.to === 'accepted' ? 'steps_clash' : null
}

export interface ActedTicket extends BulkTicket {
  readonly ownerId: UserId | null
}

export interface ActionFacts {
  readonly today: Day
  /** Whoever does it; null for the desk by itself. */
  readonly me: UserId | null
  /** The crew that a step would give it to; null where none can be found. */
  readonly crewId: CrewId | null
  /** A person chose this ticket and no other. */
  readonly alone: boolean
}

export interface PlannedStep {
  readonly step: ActionStep
  /** `same`: it is so already. */
  readonly verdict: 'fit' | 'same'
}

/** Every step with what it does, and what the ticket is afterwards; or the first step that cannot be. */
export type ActionPlan =
  | { readonly ok: true; readonly steps: readonly PlannedStep[]; readonly after: ActedTicket }
  | { readonly ok: false; readonly step: ActionStep; readonly code: ErrorCode }

/** A state action as the change of many knows it. */
export const stateChange = (state: StateAction, today: Day): BulkChange => {
  if (state.kind === 'wait') return { kind: 'wait', until: addDays(today, state.days), reason: state.reason }
  return state.kind === 'close' ? { kind: 'close', outcome: state.outcome } : { kind: 'status', to: state.to }
}

const changeOf = (step: ActionStep, actions: Actions, facts: ActionFacts): BulkChange | null => {
  if (step === 'category') return { kind: 'category', categoryId: actions.categoryId }
  if (step === 'priority' && actions.priority !== null) return { kind: 'priority', priority: actions.priority }
  if (step === 'crew' || step === 'visit') return { kind: 'crew', crewId: facts.crewId }
  return step === 'state' && actions.state !== null ? stateChange(actions.state, facts.today) : null
}

/** What a change that fits makes of a ticket. */
const changed = (ticket: ActedTicket, change: BulkChange, today: Day): ActedTicket => {
  if (change.kind === 'category') return { ...ticket, categoryId: change.categoryId }
  if (change.kind === 'priority') return { ...ticket, priority: change.priority }
  const { life } = ticket
  const atWork = life.status === 'assigned' || life.status === 'in_progress'
  if (change.kind === 'crew' && atWork) return { ...ticket, life: { ...life, crewId: change.crewId } }
  const step = bulkStep(change)
  const checked = step === null ? null : checkTransition(life, { ...step, today })
  return checked?.ok ? { ...ticket, life: checked.value.life } : ticket
}

/** What these actions do to a ticket, step by step on what the steps before made of it; nothing is done by halves. */
export const planActions = (ticket: ActedTicket, actions: Actions, facts: ActionFacts): ActionPlan => {
  let now = ticket
  const steps: PlannedStep[] = []
  for (const step of stepsOf(actions)) {
    if (now.life.status === 'merged') return { ok: false, step, code: 'ticket_merged' }
    if (step === 'owner') {
      const wanted = actions.owner === 'me' ? facts.me : actions.owner
      steps.push({ step, verdict: now.ownerId === wanted ? 'same' : 'fit' })
      now = { ...now, ownerId: wanted }
      continue
    }
    const change = changeOf(step, actions, facts)
    if (change === null) {
      steps.push({ step, verdict: 'fit' })
      continue
    }
    if (step === 'visit' && !isPlannableOf(now.life.status, facts.alone))
      return { ok: false, step, code: now.life.status === 'closed' ? 'ticket_closed' : 'illegal_transition' }
    if (change.kind === 'crew' && change.crewId === null) return { ok: false, step, code: 'no_crew_fits' }
    const verdict = bulkVerdict(now, change, facts.today)
    if (verdict !== 'fit' && verdict !== 'same') return { ok: false, step, code: verdict }
    // A visit is one more, whoever has the ticket.
    steps.push({ step, verdict: step === 'visit' ? 'fit' : verdict })
    if (verdict === 'fit') now = changed(now, change, facts.today)
    // Whatever was under way: a planned visit makes it assigned.
    if (step === 'visit') now = { ...now, life: { ...now.life, status: 'assigned', resumeStatus: null } }
  }
  return { ok: true, steps, after: now }
}

/** Whether anything at all would be different. */
export const changesAnything = (plan: ActionPlan): boolean =>
  plan.ok && plan.steps.some(({ verdict }) => verdict === 'fit')
