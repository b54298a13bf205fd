import type { ColumnType } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

export interface CitizenStepTables {
  citizen_steps: {
    ticket_id: number
    step: string
    /** How often the ticket had been reopened. */
    round: number
    at: number
    /** When it can no longer be taken back. */
    due_at: number
    state: string
    reason: string | null
    address: WithDefault<string>
    message_id: number | null
  }
}
