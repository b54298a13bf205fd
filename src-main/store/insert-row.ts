import type { Insertable } from 'kysely'
import type { WriteDb } from './handles'
import { KeptQuery, later } from './kept-query'
import type { Tables } from './tables'

const kept = new KeptQuery<unknown>()

/**
 * One row into a table, by a statement that is built once: for what comes in by the thousand (a first reading's mails),
 * where building costs more than inserting. Answers the new row's id.
 *
 * @param unless columns by which it may be there already: then nothing happens
 */
export const insertRow = async <T extends keyof Tables & string>(
  db: WriteDb,
  table: T,
  row: Insertable<Tables[T]>,
  unless: readonly (keyof Tables[T] & string)[] = [],
): Promise<number> => {
  const values = row as Readonly<Record<string, unknown>>
  const columns = Object.keys(values)
  const { insertId } = await kept.execute(
    db,
    [table, ...columns, '/', ...unless].join(' '),
    () => {
      const places = Object.fromEntries(columns.map((column) => [column, later(column)]))
      const insert = db.insertInto(table).values(places as never)
      return unless.length === 0
        ? insert
        : insert.onConflict((conflict) => conflict.columns(unless as never).doNothing())
    },
    values,
  )
  return Number(insertId ?? 0)
}
