import { z } from 'zod'
import { CHANNELS } from '@shared/channels/channels'
import { bodyId, categoryId, entryId, forwardingId, mailboxId, messageId, ticketId } from '@shared/kernel/ids'
import { day, instant } from '@shared/kernel/instant'
import { pageInput, pageOf } from '@shared/kernel/page'
import { DELIVERY_STATES } from '@shared/mail/delivery'
import { command, query } from './define'
import { onceKey } from './once-key'
import { MESSAGE_STATES } from '@shared/messages/message-states'
import { statusChange } from './status-change'
import { status } from './tickets'

const address = z.email().max(320)

/** Why no letter can leave, each with its cure on the screen. Null: it can. */
const LETTER_PROBLEMS = ['body_without_address', 'mail_off'] as const

const prepared = z.object({
  bodyId,
  problem: z.enum(LETTER_PROBLEMS).nullable(),
  /** Where it would go; the body's PEC wherever the office has a PEC mailbox. */
  to: z.array(z.string()),
  mailboxId: mailboxId.nullable(),
  mailboxes: z.array(z.object({ id: mailboxId, name: z.string(), address: z.string(), isPec: z.boolean() })),
  /** The body's PEC, from a mailbox that is none: its provider may refuse it. */
  isPecFromOrdinary: z.boolean(),
  subject: z.string(),
  text: z.string(),
})

const row = z.object({
  id: forwardingId,
  ticketId,
  number: z.string(),
  subject: z.string(),
  placeText: z.string(),
  categoryId: categoryId.nullable(),
  bodyId,
  beganAt: instant,
  chaseOn: day.nullable(),
  state: z.enum(['overdue', 'answered', 'quiet']),
  reminders: z.number().int(),
  lastReminderAt: instant.nullable(),
  answeredAt: instant.nullable(),
  /** The last letter or reminder that was sent; null where none was. */
  letter: z
    .object({
      id: messageId,
      via: z.enum(CHANNELS),
      state: z.enum(MESSAGE_STATES),
      /** How far it got; null while nobody told, and for mail of which nobody tells. */
      delivery: z.enum(DELIVERY_STATES).nullable(),
    })
    .nullable(),
  /** Whether the citizen knows who has it. */
  tell: z.enum(['none', 'mailed', 'to_tell', 'told']),
  tellText: z.string(),
})
export type ForwardingRow = z.output<typeof row>

export const LIST_STATES = ['all', 'overdue', 'answered', 'to_tell'] as const
export type ListState = (typeof LIST_STATES)[number]

/** Reminders of one command: each is written, searched and queued in the same write. */
export const MOST_REMINDERS = 200

const left = z.object({
  number: z.string(),
  /** `returned`: it lies with that body no more. */
  code: z.enum([...LETTER_PROBLEMS, 'answered', 'returned']),
  body: z.string(),
})

export const forwarding = {
  /** All that forwarding this ticket to this body takes, ready to be read and sent. */
  prepare: query(
    z.object({ ticketId, bodyId }),
    prepared.extend({
      /** The same letter with who reported it, and the line that says so; empty for nobody. */
      textWithCitizen: z.string(),
      citizenLine: z.string(),
      /** Photos of the ticket that can be sent without what they say of where and when they were made. */
      photos: z.array(z.object({ sha256: z.string(), name: z.string(), type: z.string(), size: z.number().int() })),
      /** Other files of the ticket: what is inside them cannot be cleaned, so they stay. */
      filesLeft: z.number().int(),
      chaseOn: day,
      /** It goes against a rule, or against all that the desk asks about: why must be said. */
      needsNote: z.boolean(),
      citizen: z.object({ via: z.enum(['email', 'voice', 'none']), to: z.string(), text: z.string() }),
    }),
    { needs: 'tickets.forward', touchesPerson: { tickets: 'ticketId' } },
  ),
  /**
   * Forwards: the step, the letter and the word to the citizen in one write. Refuses `body_is_home`, `note_required`
   * (against the rules, or without a letter), `no_recipient`, `forbidden` for a word by mail from somebody who may not
   * answer citizens. `tickets.undoStep` takes all of it back while the letter
   * is held.
   */
  forward: command(
    z.object({
      ticketId,
      base: status,
      bodyId,
      chaseOn: day,
      note: statusChange.shape.note,
      keepVisits: statusChange.shape.keepVisits,
      letter: z
        .object({
          mailboxId,
          to: z.array(address).min(1).max(10),
          subject: z.string().trim().min(1).max(300),
          text: z.string().trim().min(1).max(50_000),
          /** Of `prepare`'s photos, by their content. */
          photos: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(20),
        })
        .nullable(),
      /** What the citizen is told; `voice` waits until somebody has said it. */
      tell: z.object({ via: z.enum(['email', 'voice']), text: z.string().trim().min(1).max(20_000) }).nullable(),
      key: onceKey,
    }),
    z.object({ entryId, messageId: messageId.nullable(), heldUntil: instant.nullable() }),
    { needs: 'tickets.forward', audit: { plain: ['bodyId'] } },
  ),
  /** What lies with other bodies, to be chased first. */
  list: query(
    pageInput.extend({
      bodyId: bodyId.nullable().default(null),
      state: z.enum(LIST_STATES).default('all'),
    }),
    pageOf(row).extend({
      counts: z.object({
        all: z.number().int(),
        overdue: z.number().int(),
        answered: z.number().int(),
        to_tell: z.number().int(),
      }),
    }),
    { needs: 'tickets.read' },
  ),
  /** Whether and since when a ticket lies with a body, for the ticket itself. */
  ofTicket: query(z.object({ ticketId }), z.object({ forwarding: row.nullable() }), { needs: 'tickets.read' }),
  /** How long each body takes to answer, over a year back. */
  times: query(
    z.object({}),
    z.object({
      bodies: z.array(
        z.object({
          bodyId,
          forwarded: z.number().int(),
          answered: z.number().int(),
          open: z.number().int(),
          overdue: z.number().int(),
          medianDays: z.number().nullable(),
          oldestOpenAt: instant.nullable(),
        }),
      ),
    }),
    { needs: 'tickets.read' },
  ),
  prepareReminder: query(z.object({ id: forwardingId }), prepared, {
    needs: 'tickets.forward',
  }),
  /** Asks the bodies again, each about its own; what cannot be asked stays, with the reason. Moves the chase dates on. */
  remind: command(
    z.object({
      ids: z.array(forwardingId).min(1).max(MOST_REMINDERS),
      /** Another text than the prepared one; for one alone. */
      text: z.string().trim().min(1).max(50_000).nullable().default(null),
      key: onceKey,
    }),
    z.object({
      sent: z.array(z.object({ id: forwardingId, messageId })),
      left: z.array(left),
      heldUntil: instant.nullable(),
    }),
    { needs: 'tickets.forward' },
  ),
  /** Takes held letters and reminders back before they leave; the chase date is again what it was. */
  takeBack: command(
    z.object({ messageIds: z.array(messageId).min(1).max(MOST_REMINDERS) }),
    z.object({ taken: z.number().int() }),
    {
      needs: 'tickets.forward',
    },
  ),
  /** The body said it by telephone or at a meeting: a note, and nobody chases it any more. */
  noteAnswer: command(z.object({ id: forwardingId, text: z.string().trim().min(1).max(20_000) }), z.object({}), {
    needs: 'tickets.forward',
  }),
  /** What came was no answer (a protocol number, a thank-you): it is chased on. */
  notAnswered: command(z.object({ id: forwardingId }), z.object({}), { needs: 'tickets.forward' }),
  /** Somebody has told the citizen by voice. */
  markTold: command(
    z.object({ id: forwardingId, via: z.enum(['phone', 'counter']), text: z.string().trim().min(1).max(20_000) }),
    z.object({}),
    { needs: 'tickets.reply' },
  ),
}
