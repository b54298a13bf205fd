import { z } from 'zod'
import { mailboxId, quarantineId, ticketId } from '@shared/kernel/ids'
import { day, instant } from '@shared/kernel/instant'
import { command, query } from './define'
import { QUARANTINE_VIEWS } from './mail'

/** Where a mail of a mailbox is: one place each. `missing` is on the server and nowhere here. */
export const MAIL_PLACES = [
  'created',
  'appended',
  'automatic',
  'quarantined',
  'receipt',
  'bounce',
  'seen',
  'missing',
] as const
export type MailPlace = (typeof MAIL_PLACES)[number]

const reckonedDay = z.object({
  mailboxId,
  mailboxName: z.string(),
  day,
  /** When the server was asked last. */
  at: instant,
  /** Mails that lay in the mailbox then, as the server counted them. */
  onServer: z.number().int(),
  places: z.record(z.enum(MAIL_PLACES), z.number().int()),
  /** Mails of before the mailbox's first reading: left alone, as its settings say. */
  before: z.number().int(),
  /** Missing for longer than reading takes: somebody should look. */
  late: z.number().int(),
})

export const reckoning = {
  /** The days that were compared, newest first. */
  days: query(
    z.object({ limit: z.number().int().min(1).max(200).default(62) }),
    z.object({
      days: z.array(reckonedDay),
      mailboxes: z.array(z.object({ id: mailboxId, name: z.string() })),
    }),
    { needs: 'mail.read' },
  ),
  /** Asks the server what it holds of that day. Refuses as a connection would, or with `mailbox_secret_missing`. */
  compare: command(z.object({ mailboxId, day }), z.object({}), { needs: 'mail.read', audit: { as: 'none' } }),
  /** What stands behind a number. */
  behind: query(
    z.object({ mailboxId, day, place: z.enum(MAIL_PLACES) }),
    z.object({
      mails: z.array(
        z.object({
          uid: z.number().int(),
          receivedAt: instant.nullable(),
          from: z.string(),
          subject: z.string(),
          ticketId: ticketId.nullable(),
          number: z.string(),
          /** Where in *Da verificare* it is to be read. */
          quarantineId: quarantineId.nullable(),
          view: z.enum(QUARANTINE_VIEWS).nullable(),
          /** Its content was deleted at the end of the time for which the office keeps it. */
          isEmptied: z.boolean(),
        }),
      ),
    }),
    { needs: 'mail.read', touchesPerson: true },
  ),
}
