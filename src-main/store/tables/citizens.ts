import type { Generated } from 'kysely'

export interface CitizenTables {
  contact_merges: {
    id: Generated<number>
    kept_id: number
    gone_id: number
    at: number
    user_id: number | null
    /** JSON; see features/contacts/merge-rows.ts. */
    fields_before: string
    fields_after: string
    undone_at: number | null
  }
  contact_merge_rows: { merge_id: number; kind: string; row_id: number }
}
