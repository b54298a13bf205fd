import type { ColumnType, Generated } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

export interface CallTables {
  calls: {
    id: Generated<number>
    ref: string
    direction: string
    number: string
    number_key: string
    line: string
    line_key: string
    queue_key: string
    started_at: number
    answered_at: WithDefault<number | null>
    answered_by: WithDefault<string>
    ended_at: WithDefault<number | null>
    cause: WithDefault<string>
    taken_at: WithDefault<number | null>
    taken_by: WithDefault<string>
    taken_by_id: WithDefault<number | null>
    ticket_id: WithDefault<number | null>
    callback_id: WithDefault<number | null>
    settled_at: WithDefault<number | null>
    settled_by: WithDefault<string>
    trial: WithDefault<number>
  }
}
