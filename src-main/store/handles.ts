import type { Kysely } from 'kysely'
import type { Tables } from './tables'

declare const writable: unique symbol

/**
 * What a reading function gets: the statements that change something are not there. Its type is the first parameter's,
 * so a signature says whether a function may write.
 */
export type ReadDb = Pick<Kysely<Tables>, 'selectFrom' | 'selectNoFrom' | 'with' | 'fn' | 'dynamic' | 'getExecutor'>

/** What a writing function gets, inside `store.write` only. */
export type WriteDb = Pick<Kysely<Tables>, keyof ReadDb | 'insertInto' | 'updateTable' | 'deleteFrom'> & {
  readonly [writable]: true
}
