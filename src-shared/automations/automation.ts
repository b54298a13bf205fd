import type { Channel } from '../channels/channels'
import type { RuleHours } from '../competence/rule'
import { type ActionStep, type Actions, stepsOf } from '../macros/actions'
import { fold } from '../search/fold'
import type { Kind, Priority, TicketStatus } from '../tickets/vocabulary'

/** What sets a rule off. */
export const TRIGGERS = ['created', 'citizen_wrote', 'status', 'due_soon', 'overdue'] as const
export type Trigger = (typeof TRIGGERS)[number]

/** Whom a rule's word goes to, on their desks. */
export const NOTIFIED = ['nobody', 'owner', 'managers'] as const
export type Notified = (typeof NOTIFIED)[number]

/** What must hold, all of it; an empty list asks for nothing. */
export interface AutomationConditions {
  readonly trigger: Trigger
  /** To which states; only for `status`. */
  readonly toStatuses: readonly TicketStatus[]
  readonly channels: readonly Channel[]
  /** One of these, or one under them. */
  readonly categoryIds: readonly number[]
  readonly districtIds: readonly number[]
  readonly kinds: readonly Kind[]
  readonly priorities: readonly Priority[]
  /** One of them occurs in the subject or the text, from the beginning of a word, accents or not. */
  readonly words: readonly string[]
  /** Whether the office was open when it happened. */
  readonly hours: RuleHours
  /** The citizen's addresses: whole ones, or `@domain`. */
  readonly senders: readonly string[]
  readonly citizen: 'any' | 'known' | 'anonymous'
}

export interface Automation extends AutomationConditions {
  readonly id: number
  readonly name: string
  readonly actions: Actions
  readonly notify: Notified
  /** No rule after it is asked. */
  readonly stops: boolean
  readonly active: boolean
}

export interface AutomationEvent {
  readonly trigger: Trigger
  /** The state that the ticket went to; null for what is no step. */
  readonly toStatus: TicketStatus | null
}

export interface AutomationFacts {
  readonly channel: Channel
  /** The category and those above it. */
  readonly categoryIds: readonly number[]
  readonly districtId: number | null
  readonly kind: Kind
  readonly priority: Priority
  /** Subject, description, and the citizen's last words. */
  readonly text: string
  readonly inOfficeHours: boolean
  /** The citizen's addresses; whoever they are. */
  readonly addresses: readonly string[]
  readonly isAnonymous: boolean
}

const asks = <T>(wanted: readonly T[], held: T | null): boolean =>
  wanted.length === 0 || (held !== null && wanted.includes(held))

const WORD = /[^a-z0-9]+/

/** Whether the words of `phrase` stand in `text` one after the other, the last one perhaps only begun. */
const occurs = (text: readonly string[], phrase: string): boolean => {
  const words = fold(phrase).split(WORD).filter(Boolean)
  const last = words.length - 1
  if (last < 0) return false
  return text.some((_, start) =>
    words.every((word, index) => {
      const held = text[start + index] ?? ''
      return index === last ? held.startsWith(word) : held === word
    }),
  )
}

const isFrom = (senders: readonly string[], addresses: readonly string[]): boolean =>
  senders.length === 0 ||
  senders.some((sender) => {
    const wanted = sender.trim().toLowerCase()
    return addresses.some((address) => {
      const held = address.toLowerCase()
      return wanted.startsWith('@') ? held.endsWith(wanted) : held === wanted
    })
  })

const says = (words: readonly string[], text: string): boolean => {
  if (words.length === 0) return true
  const said = fold(text).split(WORD)
  return words.some((word) => occurs(said, word))
}

export const isSetOff = (rule: AutomationConditions, event: AutomationEvent, facts: AutomationFacts): boolean =>
  rule.trigger === event.trigger &&
  (rule.trigger !== 'status' || asks(rule.toStatuses, event.toStatus)) &&
  asks(rule.channels, facts.channel) &&
  (rule.categoryIds.length === 0 || rule.categoryIds.some((id) => facts.categoryIds.includes(id))) &&
  asks(rule.districtIds, facts.districtId) &&
  asks(rule.kinds, facts.kind) &&
  asks(rule.priorities, facts.priority) &&
  (rule.hours === 'any' || (rule.hours === 'office') === facts.inOfficeHours) &&
  isFrom(rule.senders, facts.addresses) &&
  (rule.citizen === 'any' || (rule.citizen === 'anonymous') === facts.isAnonymous) &&
  // Last: a long letter is taken apart only for a rule that asks for its words.
  says(rule.words, facts.text)

/** What one rule does about an event. */
export interface Firing<R extends Automation = Automation> {
  readonly rule: R
  readonly steps: readonly ActionStep[]
  /** Decided by an earlier rule already: the first one counts. */
  readonly yielded: readonly { readonly step: ActionStep; readonly to: string }[]
}

/** Steps that only one rule can decide; notes and answers do not stand in each other's way. */
const DECIDED_ONCE: ReadonlySet<ActionStep> = new Set(['category', 'priority', 'owner', 'crew', 'visit', 'state'])
/** A planned visit and a named crew are one decision. */
const subjectOf = (step: ActionStep): ActionStep => (step === 'visit' ? 'crew' : step)

/**
 * The rules that an event sets off, in the office's order. All are asked about the ticket as it was when it happened; of
 * two that decide the same the first one counts; one that stops is the last.
 */
export const firingsOf = <R extends Automation>(
  rules: readonly R[],
  event: AutomationEvent,
  facts: AutomationFacts,
): Firing<R>[] => {
  const decided = new Map<ActionStep, string>()
  const firings: Firing<R>[] = []
  for (const rule of rules) {
    if (!rule.active || !isSetOff(rule, event, facts)) continue
    const steps: ActionStep[] = []
    const yielded: { step: ActionStep; to: string }[] = []
    for (const step of stepsOf(rule.actions)) {
      const earlier = decided.get(subjectOf(step))
      if (DECIDED_ONCE.has(step) && earlier !== undefined) yielded.push({ step, to: earlier })
      else steps.push(step)
    }
    for (const step of steps) if (DECIDED_ONCE.has(step)) decided.set(subjectOf(step), rule.name)
    firings.push({ rule, steps, yielded })
    if (rule.stops) break
  }
  return firings
}

/** The actions without the steps that an earlier rule decided. */
export const onlySteps = (actions: Actions, steps: readonly ActionStep[]): Actions => ({
  categoryId: steps.includes('category') ? actions.categoryId : null,
  priority: steps.includes('priority') ? actions.priority : null,
  owner: steps.includes('owner') ? actions.owner : null,
  crew: steps.includes('crew') || steps.includes('visit') ? actions.crew : null,
  visitMinutes: steps.includes('visit') ? actions.visitMinutes : null,
  note: steps.includes('note') ? actions.note : '',
  answer: steps.includes('answer') ? actions.answer : null,
  state: steps.includes('state') ? actions.state : null,
})
