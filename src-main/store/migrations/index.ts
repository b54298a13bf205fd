import { first } from './0001-first'
import type { Migration } from './migration'

export const MIGRATIONS: readonly Migration[] = [first]

/** The shape that this program writes: a store's `user_version`. */
export const SCHEMA_VERSION = MIGRATIONS.length
