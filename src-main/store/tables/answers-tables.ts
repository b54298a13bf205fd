import type { ColumnType, Generated } from 'kysely'

/** Tables of what the office has ready to write. */
export interface AnswersTables {
  answers: {
    id: Generated<number>
    name: string
    text: string
    /** JSON lists. */
    category_ids: string
    statuses: string
    outcomes: string
    season_from: string | null
    season_to: string | null
    active: ColumnType<number, number | undefined, number>
    sort: number
  }
}
