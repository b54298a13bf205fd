import type { Selectable } from 'kysely'
import { z } from 'zod'
import type { Tables } from '@main/store/tables'

const listed = z.array(
  z.object({
    uid: z.number().int(),
    at: z.number().int().nullable(),
    from: z.string(),
    subject: z.string(),
  }),
)
export type ServerMail = z.output<typeof listed>[number]
export type StoredDay = Selectable<Tables['mail_days']>

export const serverMails = (row: Pick<StoredDay, 'mails'>): ServerMail[] => listed.parse(JSON.parse(row.mails))
