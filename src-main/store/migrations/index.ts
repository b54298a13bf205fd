import { first } from './0001-first'
import { sharedStore } from './0002-shared-store'
import { officeWork } from './0003-office-work'
import { wholeDesk } from './0004-whole-desk'
import { officeRoutine } from './0005-office-routine'
import type { Migration } from './migration'

export const MIGRATIONS: readonly Migration[] = [first, sharedStore, officeWork, wholeDesk, officeRoutine]

/** The shape that this program writes: a store's `user_version`. */
export const SCHEMA_VERSION = MIGRATIONS.length
