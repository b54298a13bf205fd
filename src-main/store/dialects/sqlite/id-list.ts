import { type RawBuilder, sql } from 'kysely'

/** Ids that come as one JSON array: however many there are, the statement stays the same and is compiled once. */
export const listOf = (json: string): RawBuilder<number> => sql<number>`(SELECT value FROM json_each(${json}))`
