import { accountsSchema } from '../dialects/sqlite/schema/accounts'
import { changeLogSchema } from '../dialects/sqlite/schema/change-log'
import { crewsSchema } from '../dialects/sqlite/schema/crews'
import { mailSchema } from '../dialects/sqlite/schema/mail'
import { placesSchema } from '../dialects/sqlite/schema/places'
import { searchSchema } from '../dialects/sqlite/schema/search'
import { ticketsSchema } from '../dialects/sqlite/schema/tickets'
import type { Migration } from './migration'

/** The first store. Frozen once released: what a later program needs goes into a migration of its own. */
export const first: Migration = {
  version: 1,
  name: 'first',
  statements: {
    sqlite: [
      ...accountsSchema,
      ...placesSchema,
      ...crewsSchema,
      ...ticketsSchema,
      ...mailSchema,
      ...searchSchema,
      ...changeLogSchema,
    ],
  },
}
