import { HOUR_MS, type Instant, MINUTE_MS } from '../kernel/instant'

export const CALL_STATES = ['ringing', 'talking', 'answered', 'missed', 'made'] as const
export type CallState = (typeof CALL_STATES)[number]

/** A switchboard that never says that a call has ended is not waited for any longer. */
export const RINGS_FOR_MS = 3 * MINUTE_MS
export const TALKS_FOR_MS = 4 * HOUR_MS

/** Why a call ends that nobody took, as switchboards say it. */
export const UNANSWERED = ['cancel', 'noAnswer', 'busy', 'notFound', 'forwarded', 'rejected'] as const

export interface CallFacts {
  readonly direction: 'in' | 'out'
  readonly startedAt: Instant
  readonly answeredAt: Instant | null
  readonly endedAt: Instant | null
  readonly cause: string
  /** Somebody opened the form for it: they speak with the caller, whatever the switchboard says or keeps quiet about. */
  readonly takenAt: Instant | null
}

const wasUnanswered = (cause: string): boolean => UNANSWERED.some((one) => one === cause)

export const callState = (call: CallFacts, now: Instant): CallState => {
  if (call.direction === 'out') return 'made'
  const isOver = call.endedAt !== null
  const isAnswered = call.answeredAt !== null || (call.takenAt !== null && !(isOver && wasUnanswered(call.cause)))
  const lasts = now - call.startedAt
  if (isAnswered) return isOver || lasts > TALKS_FOR_MS ? 'answered' : 'talking'
  return isOver || lasts > RINGS_FOR_MS ? 'missed' : 'ringing'
}
