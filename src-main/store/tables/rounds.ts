import type { ColumnType, Generated } from 'kysely'

type WithDefault<T> = ColumnType<T, T | undefined, T>

export interface RoundTables {
  rounds: {
    id: Generated<number>
    name: string
    /** JSON: ids. */
    category_ids: string
    /** JSON: ids; none: the whole town. */
    district_ids: WithDefault<string>
    crew_id: number
    every_weeks: number
    /** JSON: ISO weekdays. */
    weekdays: string
    season_from: string | null
    season_to: string | null
    starts_on: string
    ends_on: string | null
    /** How much of the crew's day the round itself takes. */
    minutes: number
    /** How much each ticket that joins it adds. */
    ticket_minutes: number
    answer: WithDefault<string>
    active: WithDefault<number>
  }
  /** One time of a round that a person changed, or that is over; named by the day that its calendar has. */
  round_days: {
    round_id: number
    planned: string
    day: string | null
    crew_id: number | null
    skipped: WithDefault<number>
    note: WithDefault<string>
    spent_minutes: number | null
    done_at: number | null
    done_by: number | null
  }
}
