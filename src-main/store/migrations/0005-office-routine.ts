import { callsSchema } from '../dialects/sqlite/schema/calls'
import { mailKeepingSchema } from '../dialects/sqlite/schema/mail-keeping'
import { platformMailSchema } from '../dialects/sqlite/schema/platform-mail'
import { whatsappLineSchema } from '../dialects/sqlite/schema/whatsapp-line'
import { roundsSchema } from '../dialects/sqlite/schema/rounds'
import { stormsSchema } from '../dialects/sqlite/schema/storms'
import { automationsSchema } from '../dialects/sqlite/schema/automations'
import { macrosSchema } from '../dialects/sqlite/schema/macros'
import type { Migration } from './migration'

/** What an office does again and again, and the lines and relays that it listens to; each area's statements stand in a file of its own. */
export const officeRoutine: Migration = {
  version: 5,
  name: 'office-routine',
  statements: {
    sqlite: [
      // Writes the outbox anew: what adds to that table comes after it.
      ...whatsappLineSchema,
      ...callsSchema,
      ...mailKeepingSchema,
      ...platformMailSchema,
      ...roundsSchema,
      ...stormsSchema,
      ...macrosSchema,
      ...automationsSchema,
    ],
  },
}
