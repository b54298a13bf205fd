import type { Channel } from '../channels/channels'
import type { TicketStatus } from '../tickets/vocabulary'

/** Moments of a report's life of which its citizen may be told. Written into stores: never rename or remove one. */
export const CITIZEN_STEPS = ['received', 'accepted', 'assigned', 'done', 'closed'] as const
export type CitizenStep = (typeof CITIZEN_STEPS)[number]

/** Why a citizen was not told of a step that the office tells of; its words: `vocabulary.untold.<reason>`. */
export const UNTOLD_REASONS = [
  'anonymous',
  'no_address',
  'bounced',
  'automatic_address',
  'no_mailbox',
  'answered',
  'overtaken',
  'taken_back',
  'too_many',
  'restored',
] as const
export type UntoldReason = (typeof UNTOLD_REASONS)[number]

/** The step that a state begins; null for the states beside the line, of which nobody is written to. */
export const stepOfStatus = (status: TicketStatus): CitizenStep | null =>
  status === 'accepted' || status === 'assigned' || status === 'done' || status === 'closed' ? status : null

/** Mail answers a report by itself already, where the office wants it: a second thanks would be one too many. */
export const isThankedByMail = (channel: Channel): boolean => channel === 'email' || channel === 'pec'

export interface TellingFacts {
  readonly step: CitizenStep
  readonly status: TicketStatus
  readonly isAnonymous: boolean
  /** Where the citizen would be written to; empty for nowhere. */
  readonly address: string
  readonly isBounced: boolean
  /** A machine's address, or one of the office's own. */
  readonly isAutomatic: boolean
  readonly hasMailbox: boolean
  /** The office's own official answer went to the same citizen. */
  readonly isAnswered: boolean
  /** A later step of the same ticket waits to be told. */
  readonly isOvertaken: boolean
  /** So many automatic mails went there lately that one more would be a flood. */
  readonly isFlooded: boolean
}

const TRUE_IN: Readonly<Record<CitizenStep, readonly TicketStatus[] | null>> = {
  received: null,
  accepted: ['accepted', 'assigned', 'in_progress', 'done', 'closed', 'waiting', 'forwarded'],
  assigned: ['assigned', 'in_progress', 'done', 'closed', 'waiting'],
  done: ['done', 'closed'],
  closed: ['closed'],
}

/** Why this step is not told; null when the mail may leave. What is no longer so is never told. */
export const whyUntold = (facts: TellingFacts): UntoldReason | null => {
  const holds = TRUE_IN[facts.step]
  if (holds !== null && !holds.includes(facts.status)) return 'taken_back'
  if (facts.isOvertaken) return 'overtaken'
  if (facts.step === 'closed' && facts.isAnswered) return 'answered'
  if (facts.address === '') return facts.isAnonymous ? 'anonymous' : 'no_address'
  if (facts.isAutomatic) return 'automatic_address'
  if (facts.isBounced) return 'bounced'
  if (!facts.hasMailbox) return 'no_mailbox'
  return facts.isFlooded ? 'too_many' : null
}
