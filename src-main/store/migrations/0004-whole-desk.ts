import { callbacksSchema } from '../dialects/sqlite/schema/callbacks'
import { citizenStepsSchema } from '../dialects/sqlite/schema/citizen-steps'
import { mailAsideSchema } from '../dialects/sqlite/schema/mail-aside'
import { mailTidyingSchema } from '../dialects/sqlite/schema/mail-tidying'
import { photosSchema } from '../dialects/sqlite/schema/photos'
import { whatsappImportsSchema } from '../dialects/sqlite/schema/whatsapp-imports'
import { followUpsSchema } from '../dialects/sqlite/schema/follow-ups'
import { reportsSchema } from '../dialects/sqlite/schema/reports'
import { answersPermissionSchema } from '../dialects/sqlite/schema/answers-permission'
import { siteSchema } from '../dialects/sqlite/schema/site'
import { platformsSchema } from '../dialects/sqlite/schema/platforms'
import { forwardingSchema } from '../dialects/sqlite/schema/forwarding'
import type { Migration } from './migration'

/** What the desk's later rooms need: each room's statements stand in a schema file of its own and are listed here. */
export const wholeDesk: Migration = {
  version: 4,
  name: 'whole-desk',
  statements: {
    sqlite: [
      ...citizenStepsSchema,
      ...mailAsideSchema,
      ...mailTidyingSchema,
      ...whatsappImportsSchema,
      ...callbacksSchema,
      ...reportsSchema,
      ...photosSchema,
      ...answersPermissionSchema,
      ...followUpsSchema,
      ...siteSchema,
      ...platformsSchema,
      ...forwardingSchema,
    ],
  },
}
