import { copiesSchema } from '../dialects/sqlite/schema/copies'
import { shareSchema } from '../dialects/sqlite/schema/share'
import type { Migration } from './migration'

/** What a store needs that many desks share. */
export const sharedStore: Migration = {
  version: 2,
  name: 'shared-store',
  statements: {
    sqlite: [...copiesSchema, ...shareSchema],
  },
}
