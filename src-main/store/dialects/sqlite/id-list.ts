import { type RawBuilder, sql } from 'kysely'

/** Ids that come as one JSON array: however many there are, the statement stays the same and is compiled once. */
export const listOf = (json: string): RawBuilder<number> => sql<number>`(SELECT value FROM json_each(${json}))`

/** The same to select from: a row of one `value` for each. */
export const listed = (json: string): RawBuilder<{ value: number }> => sql<{ value: number }>`json_each(${json})`
