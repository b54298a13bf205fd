import type { ColumnType, Generated } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

/** Tables of what an office does again and again. */
export interface RoutineTables {
  macros: {
    id: Generated<number>
    name: string
    /** JSON of for which tickets it is offered. */
    conditions: string
    /** JSON of `Actions`. */
    actions: string
    then_next: WithDefault<number>
    active: WithDefault<number>
    sort: number
  }
  automations: {
    id: Generated<number>
    name: string
    event: string
    /** JSON of the conditions besides the event. */
    conditions: string
    actions: string
    notify: WithDefault<string>
    stops: WithDefault<number>
    active: WithDefault<number>
    sort: number
  }
  automation_events: {
    id: Generated<number>
    event: string
    ticket_id: number
    to_status: string | null
    at: number
  }
  automation_acting: { id: number }
  automation_runs: {
    id: Generated<number>
    automation_id: number
    /** The rule's name then. */
    name: string
    ticket_id: number
    event: string
    at: number
    /** `done`, `same`, `refused`, `capped`, `failed`. */
    outcome: string
    steps: WithDefault<string>
    yielded: WithDefault<string>
    code: string | null
    /** Why its answer did not leave. */
    unsent: string | null
    /** How many people were told. */
    notified: WithDefault<number>
  }
  deadline_marks: { ticket_id: number; due_of: string; mark: string; due_at: number; at: number }
  desk_notices: {
    id: Generated<number>
    user_id: number
    ticket_id: number
    kind: string
    /** The rule's name, or of what the deadline is. */
    word: WithDefault<string>
    at: number
    seen_at: WithDefault<number | null>
  }
}
