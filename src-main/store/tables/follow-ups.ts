import type { ColumnType } from 'kysely'

export interface FollowUpTables {
  follow_ups: {
    ticket_id: number
    /** Of which closing. */
    closed_at: number
    at: number
    /** `asked` or `unasked`. */
    state: string
    reason: string | null
    code: string | null
    address: ColumnType<string, string | undefined, string>
    message_id: number | null
    answer: string | null
    answered_at: number | null
  }
}
