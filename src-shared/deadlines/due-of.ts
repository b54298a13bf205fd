import { asInstant, type Instant } from '../kernel/instant'

/** What a ticket's next deadline is the deadline of: each is met by something else. */
export const DUE_OF = ['first_answer', 'resolution', 'official_answer'] as const
export type DueOf = (typeof DUE_OF)[number]

export interface DueFacts {
  /** The next deadline that counts; null when none runs. */
  readonly due: number | null
  readonly firstAnswerDue: number | null
  readonly firstAnsweredAt: number | null
  readonly resolutionDue: number | null
  /** The crew is done: nothing is left to be resolved. */
  readonly isWorked: boolean
}

/** Where two fall together the one that is met first is named. */
export const dueOf = (facts: DueFacts): { readonly at: Instant; readonly of: DueOf } | null => {
  const { due, firstAnswerDue, firstAnsweredAt, resolutionDue, isWorked } = facts
  if (due === null) return null
  const at = asInstant(due)
  if (due === firstAnswerDue && firstAnsweredAt === null) return { at, of: 'first_answer' }
  if (due === resolutionDue && !isWorked) return { at, of: 'resolution' }
  return { at, of: 'official_answer' }
}
