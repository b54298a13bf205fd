import type { ColumnType, Generated } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

/** What came with the crews' paper; see dialects/sqlite/schema/day-work.ts. */
export interface DayWorkTables {
  /** `moment`: `before` or `after` the work. */
  visit_photos: { attachment_id: number; visit_id: number; moment: string }
  /** Days are both part of it; `member` empty: the whole crew. */
  crew_absences: {
    id: Generated<number>
    crew_id: number
    from_day: string
    to_day: string
    member: WithDefault<string>
    reason: WithDefault<string>
  }
}
