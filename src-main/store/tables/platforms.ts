import type { ColumnType, Generated } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

export interface PlatformTables {
  platforms: {
    id: Generated<number>
    name: string
    url: string
    jurisdiction: WithDefault<string>
    active: WithDefault<number>
    /** Whether states and official answers are told there. */
    push: WithDefault<number>
    removed: WithDefault<number>
    has_updates: WithDefault<number>
    /** Requests up to here have been read. */
    read_to: number
    /** When the last ninety days were read whole. */
    swept_at: WithDefault<number>
    /** Entries up to here have been looked at for what is to be told. */
    pushed_entry: number
    checked_at: number | null
    failure: string | null
    failure_details: WithDefault<string>
    attempts: WithDefault<number>
    next_attempt_at: WithDefault<number>
  }
  platform_services: {
    platform_id: number
    code: string
    name: string
    group_name: WithDefault<string>
    category_id: number | null
  }
  platform_requests: {
    platform_id: number
    request_id: string
    ticket_id: number
    status: string
    /** Milliseconds, by the platform's clock. */
    updated_at: number
    pushed_status: string | null
  }
  platform_mail_reports: {
    rule_id: string
    report_key: string
    ticket_id: number
    platform_id: number | null
    link: WithDefault<string>
    at: number
  }
  platform_updates: { platform_id: number; update_id: string; at: number }
  platform_outbox: {
    id: Generated<number>
    platform_id: number
    request_id: string
    ticket_id: number
    update_id: string
    status: string
    text: string
    at: number
    state: string
    error_code: string | null
  }
}
