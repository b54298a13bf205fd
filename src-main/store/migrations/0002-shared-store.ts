import { contactSearchSchema } from '../dialects/sqlite/schema/contact-search'
import { copiesSchema } from '../dialects/sqlite/schema/copies'
import { desksSchema } from '../dialects/sqlite/schema/desks'
import { doneCommandsSchema } from '../dialects/sqlite/schema/done-commands'
import { pendingWorkSchema } from '../dialects/sqlite/schema/pending-work'
import { presenceSchema } from '../dialects/sqlite/schema/presence'
import { quarantinedFilesSchema } from '../dialects/sqlite/schema/quarantined-files'
import { queueIndexes } from '../dialects/sqlite/schema/queue-indexes'
import { shareSchema } from '../dialects/sqlite/schema/share'
import { undeliveredSchema } from '../dialects/sqlite/schema/undelivered'
import { auditSchema } from '../dialects/sqlite/schema/audit'
import { rolesSchema } from '../dialects/sqlite/schema/roles'
import type { Migration } from './migration'

/** What a store needs that many desks share. */
export const sharedStore: Migration = {
  version: 2,
  name: 'shared-store',
  statements: {
    sqlite: [
      ...copiesSchema,
      ...shareSchema,
      ...doneCommandsSchema,
      ...pendingWorkSchema,
      ...presenceSchema,
      ...quarantinedFilesSchema,
      ...undeliveredSchema,
      ...auditSchema,
      ...contactSearchSchema,
      ...queueIndexes,
      ...desksSchema,
      ...rolesSchema,
    ],
  },
}
