import type { ColumnType, Generated } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

export interface CallbackTables {
  callbacks: {
    id: Generated<number>
    ticket_id: number | null
    contact_id: number | null
    name: string
    phone: string
    reason: string
    asked_at: number
    asked_by: string
    due_at: number
    outcome: WithDefault<string | null>
    ended_at: WithDefault<number | null>
  }
  callback_attempts: {
    id: Generated<number>
    callback_id: number
    at: number
    user_name: string
    outcome: string
    note: string
  }
}
