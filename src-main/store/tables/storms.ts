import type { Generated } from 'kysely'

export interface StormTables {
  storms: {
    id: Generated<number>
    name: string
    category_id: number | null
    opened_at: number
    opened_by: number | null
    closed_at: number | null
    closed_by: number | null
  }
  storm_tickets: { ticket_id: number; storm_id: number; at: number }
  /** Reports that a person said are no event. */
  storm_asides: { ticket_id: number; at: number }
}
