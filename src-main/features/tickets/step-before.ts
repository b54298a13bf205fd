import type { PlannedVisit } from '../crews/visits-of-ticket'
import type { StoredTicket } from './ticket-rows'

const FIELDS = [
  'status',
  'is_open',
  'resume_status',
  'outcome',
  'waiting_until',
  'waiting_reason',
  'body_id',
  'chase_on',
  'crew_id',
  'reopened',
  'done_at',
  'closed_at',
  'official_answer_at',
] as const satisfies readonly (keyof StoredTicket)[]

/** What a step changes, as it was before; the step's timeline entry keeps it under `undo`. */
export interface StepBefore {
  readonly ticket: Pick<StoredTicket, (typeof FIELDS)[number]>
  /** Visits that the step took off the board or gave to another crew. */
  readonly visits: readonly PlannedVisit[]
  /** Visits that the step put on the board: they leave it again. */
  readonly planned?: readonly number[]
}

export const stepBefore = (
  ticket: StoredTicket,
  visits: readonly PlannedVisit[],
  planned: readonly number[] = [],
): StepBefore => ({
  ticket: Object.fromEntries(FIELDS.map((field) => [field, ticket[field]])) as StepBefore['ticket'],
  visits,
  ...(planned.length > 0 ? { planned } : {}),
})

/** From an entry's data; null for one whose step cannot be taken back. */
export const stepBeforeOf = (data: string): StepBefore | null => {
  const { undo } = JSON.parse(data) as { undo?: StepBefore | FieldBefore }
  return undo !== undefined && 'ticket' in undo ? undo : null
}

/** What an edit of many tickets changed in this one: it goes back while the field still holds `to`. */
export interface FieldBefore {
  readonly field: 'categoryId' | 'priority'
  readonly from: number | string | null
  readonly to: number | string | null
}

export const fieldBeforeOf = (data: string): FieldBefore | null => {
  const { undo } = JSON.parse(data) as { undo?: StepBefore | FieldBefore }
  return undo !== undefined && 'field' in undo ? undo : null
}
