import { answersSchema } from '../dialects/sqlite/schema/answers'
import { citizensSchema } from '../dialects/sqlite/schema/citizens'
import { mailReportsSchema } from '../dialects/sqlite/schema/mail-reports'
import { streetRegistrySchema } from '../dialects/sqlite/schema/street-registry'
import { dayWorkSchema } from '../dialects/sqlite/schema/day-work'
import { mapCellsSchema } from '../dialects/sqlite/schema/map-cells'
import { mailDaysSchema } from '../dialects/sqlite/schema/mail-days'
import { whatsappSchema } from '../dialects/sqlite/schema/whatsapp'
import type { Migration } from './migration'

/** What the office's daily work needs beyond the queue: answers, places, competence, the crews' paper. */
export const officeWork: Migration = {
  version: 3,
  name: 'office-work',
  statements: {
    sqlite: [
      ...streetRegistrySchema,
      ...whatsappSchema,
      ...answersSchema,
      ...citizensSchema,
      ...dayWorkSchema,
      ...mailReportsSchema,
      ...mapCellsSchema,
      ...mailDaysSchema,
    ],
  },
}
