import { callsSchema } from '../dialects/sqlite/schema/calls'
import { mailKeepingSchema } from '../dialects/sqlite/schema/mail-keeping'
import type { Migration } from './migration'

/** What an office does again and again, and the lines and relays that it listens to; each area's statements stand in a file of its own. */
export const officeRoutine: Migration = {
  version: 5,
  name: 'office-routine',
  statements: {
    sqlite: [...callsSchema, ...mailKeepingSchema],
  },
}
