import type { AuditRow } from '@shared/contract/audit'
import { csvLines, csvText } from '@shared/spreadsheet/csv'

export interface TableWords {
  readonly headings: readonly string[]
  readonly when: (at: number) => string
  readonly whoOf: (row: AuditRow) => string
  readonly actionOf: (row: AuditRow) => string
  readonly objectOf: (row: AuditRow) => string
  readonly outcomeOf: (row: AuditRow) => string
}

/** For a spreadsheet: `;`, CRLF, a byte order mark, and no cell that it could take for a formula. */
export const tableHead = ({ headings }: TableWords): string => csvText([headings])

export const tableRows = (rows: readonly AuditRow[], words: TableWords): string =>
  csvLines(
    rows.map((row) => [
      row.id,
      words.when(row.at),
      words.whoOf(row),
      row.actor,
      words.actionOf(row),
      words.objectOf(row),
      words.outcomeOf(row),
      row.count,
      row.host,
      row.osUser,
      row.name,
    ]),
  )
