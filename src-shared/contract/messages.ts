import { z } from 'zod'
import { callbackId, entryId, mailboxId, messageId, ticketId, userId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { OUTCOMES } from '../tickets/vocabulary'
import { PLACEHOLDERS } from '../answers/placeholders'
import { bulkLeft } from './bulk'
import { messageTemplate, templateChoice } from '@shared/whatsapp/message-template'
import { command, query } from './define'
import { onceKey } from './once-key'
import { closing } from './status-change'
import { attachmentRef } from './tickets'
import { MOST_RECIPIENTS } from '../messages/mail-size'

const address = z.email().max(320)

export const DRAFT_FACES = ['reply', 'note', 'official', 'new'] as const
const draftKey = z.object({ ticketId: ticketId.nullable(), face: z.enum(DRAFT_FACES) })

/** As many as one call writes to: each has a thread, a signature and names of its own, and other desks get their turn in between. */
export const ANSWER_MANY = 50
const someTickets = z.array(ticketId).min(1).max(ANSWER_MANY)

/** One text for the citizens of several tickets, with its words in braces. */
const manyAnswer = z.object({
  text: z.string().trim().min(1).max(100_000),
  official: z.boolean(),
  /** Closes each with its official answer. */
  outcome: z.enum(OUTCOMES).nullable().default(null),
  /** Whoever left only a number goes on the list of people to call, with what is to be said. */
  call: z.boolean().default(false),
})
export type ManyAnswer = z.output<typeof manyAnswer>

/** What was done for one of them; null where there was no such part. */
const manySent = z.object({
  ticketId,
  messageId: messageId.nullable(),
  closedEntryId: entryId.nullable(),
  callbackId: callbackId.nullable(),
})
export type ManySent = z.output<typeof manySent>

/** How the office's own WhatsApp number reaches a citizen. */
const lineReach = z.object({
  /** Free words may leave until then, later approved templates alone; null: the citizen has never written to it. */
  windowUntil: instant.nullable(),
  templates: z.array(messageTemplate),
})
export type LineReach = z.output<typeof lineReach>

export const messages = {
  /** Who an answer would go to, and from which mailbox; shown before anything is sent. */
  recipients: query(
    z.object({ ticketId }),
    z.object({
      mailboxes: z.array(
        z.object({
          id: mailboxId,
          name: z.string(),
          address: z.string(),
          isDefault: z.boolean(),
          /** With its placeholders. */
          signature: z.string(),
          /** Megabytes of a whole mail. */
          sizeLimit: z.number().int(),
        }),
      ),
      to: z.array(z.string()),
      cc: z.array(z.string()),
      /** Those who were copied on the citizen's mail with so many others that nobody may want to write to them all: offered. */
      notCopied: z.array(z.string()),
      subject: z.string(),
      /** Who else wrote last on this ticket, and is not the citizen's own address: offered, never put in by itself. */
      others: z.array(z.string()),
      /** Citizens of tickets that were merged into this one; each is answered in a mail of their own. */
      merged: z.array(z.object({ ticketId, number: z.string(), name: z.string(), address: z.string() })),
      /** Why no mail can leave: there is no mailbox, or all are switched off. Null: it can. */
      mailOff: z.enum(['none', 'off']).nullable(),
      /** The citizen has a telephone number that we know. */
      hasPhone: z.boolean(),
      /** The number on which WhatsApp reaches them: as it is written, and as `+39335…`; null where none is known. */
      whatsapp: z.object({ number: z.string(), e164: z.string() }).nullable(),
      /** The office's own number, which sends by itself; null where there is none, or the citizen has no number. */
      line: lineReach.nullable(),
      /** Names of the online platforms where the official answer will stand for all to read, whichever way it goes. */
      publishedOn: z.array(z.string()),
    }),
    { needs: 'tickets.reply', touchesPerson: { tickets: 'ticketId' } },
  ),
  /**
   * Answers the citizen. `email` queues a mail that can be taken back until `heldUntil`; `phone` and `counter`
   * record what was said, `whatsapp` what a person has sent from the office's telephone; `whatsapp_line` queues a message
   * of the office's own number, whose words are those of `template` when one is named. `seenEntryId` is the last timeline entry that the writer had seen when they began: news since
   * then (see messages/reply-guard) is a `conflict`, with the entries' ids. `close` closes the ticket with its official
   * answer, in the same write: both or neither; `closedEntryId` is the step's entry, for `tickets.undoStep`.
   */
  reply: command(
    z.object({
      ticketId,
      via: z.enum(['email', 'phone', 'counter', 'whatsapp', 'whatsapp_line']),
      template: templateChoice.nullable().default(null),
      official: z.boolean(),
      mailboxId: mailboxId.nullable().default(null),
      to: z.array(address).max(MOST_RECIPIENTS).default([]),
      cc: z.array(address).max(MOST_RECIPIENTS).default([]),
      /** Merged tickets whose citizens get the same mail, each on their own: nobody sees another's address. */
      alsoTo: z.array(ticketId).max(50).default([]),
      text: z.string().trim().min(1).max(100_000),
      /** Ready to be read; empty for none. */
      signature: z.string().trim().max(2000).default(''),
      attachments: z.array(attachmentRef).max(50).default([]),
      seenEntryId: z.number().int().min(0),
      close: closing.nullable().default(null),
      key: onceKey,
    }),
    z.object({ id: messageId, heldUntil: instant.nullable(), closedEntryId: entryId.nullable() }),
    { needs: 'tickets.reply' },
  ),
  /**
   * Takes a held reply back, or one that the server refused for good; `not_found` once it is on its way. Text, files and
   * recipients are its writer's draft again, in the same write. A colleague's that is held needs `tickets.assign`, and is
   * noted; `draftOf` is then their name. A refused one is corrected by whoever asks.
   */
  undo: command(
    z.object({ id: messageId }),
    z.object({ ticketId, face: z.enum(['reply', 'official']), draftOf: z.string().nullable() }),
    { needs: 'tickets.reply' },
  ),
  /**
   * What one answer to many would do, in the order asked for; nothing is written. `seenEntryId` is where the desk stood:
   * news since then keep a ticket out.
   */
  previewMany: query(
    z.object({ ids: someTickets, answer: manyAnswer }),
    z.object({
      /** Written to by mail. */
      fit: z.array(ticketId),
      /** Have a number and no address: called if that is wanted. */
      byVoice: z.array(ticketId),
      /** The first mail as it would be read. */
      sample: z.object({ number: z.string(), to: z.string(), text: z.string() }).nullable(),
      /** Words in braces that mean nothing on some of those that stay out. */
      missing: z.array(z.enum(PLACEHOLDERS)),
      left: z.array(bulkLeft),
      /** Planned visits that closing takes off the crews' board: nobody has been there yet. */
      visitsOff: z.number().int(),
      seenEntryId: z.number().int(),
    }),
    { needs: 'tickets.bulk', touchesPerson: true },
  ),
  /** Each citizen gets a mail of their own in their own thread, held as a single answer is. */
  replyMany: command(
    z.object({ ids: someTickets, answer: manyAnswer, seenEntryId: z.number().int().min(0), key: onceKey }),
    z.object({ sent: z.array(manySent), left: z.array(bulkLeft), heldUntil: instant }),
    { needs: 'tickets.bulk', touchesPerson: true },
  ),
  /** Takes back what has not left yet, with the step and the call that went with it; the rest is named. */
  undoMany: command(
    z.object({ sent: z.array(manySent).min(1).max(ANSWER_MANY) }),
    z.object({ undone: z.number().int(), left: z.array(bulkLeft) }),
    { needs: 'tickets.bulk' },
  ),
  /** Sends a failed or uncertain message again: only ever at a person's word. */
  retry: command(z.object({ id: messageId }), z.object({}), { needs: 'tickets.reply' }),
  /** A person knows that a failed or uncertain message arrived, or told the citizen another way: nobody waits for it. */
  markSent: command(z.object({ id: messageId }), z.object({}), { needs: 'tickets.reply' }),
  /** Which of these addresses send mail back (`permanent`), or put it off; as they were asked for. */
  failing: query(
    z.object({ addresses: z.array(z.string().max(320)).max(120) }),
    z.object({
      failing: z.array(z.object({ address: z.string(), permanent: z.boolean(), status: z.string(), at: instant })),
    }),
    { needs: 'tickets.read', audit: { as: 'none' } },
  ),
  /** The sanitised-by-the-page HTML of a mail, as it came, and its inline pictures by content id. */
  html: query(
    z.object({ id: messageId }),
    z.object({
      html: z.string(),
      inline: z.array(z.object({ cid: z.string(), sha256: z.string(), type: z.string() })),
    }),
    { needs: 'tickets.read', touchesPerson: { messages: 'id' } },
  ),
  /** The mail exactly as it came (RFC 5322), for proof. */
  raw: query(z.object({ id: messageId }), z.object({ sha256: z.string(), name: z.string(), size: z.number().int() }), {
    needs: 'tickets.read',
    touchesPerson: { messages: 'id' },
  }),
  draft: query(
    draftKey,
    z.object({ text: z.string(), data: z.record(z.string(), z.unknown()), updatedAt: instant.nullable() }),
    {
      needs: 'session',
      touchesPerson: { tickets: 'ticketId' },
    },
  ),
  /** Each person's own; an empty text removes it. */
  saveDraft: command(
    draftKey.extend({ text: z.string().max(100_000), data: z.record(z.string(), z.unknown()).default({}) }),
    z.object({ updatedAt: instant }),
    // At every pause of whoever writes.
    { needs: 'session', touchesPerson: { tickets: 'ticketId' }, audit: { as: 'look', onceIn: 10 } },
  ),
  outbox: query(
    z.object({}),
    z.object({
      messages: z.array(
        z.object({
          id: messageId,
          ticketId,
          number: z.string(),
          to: z.array(z.string()),
          state: z.string(),
          errorCode: z.string().nullable(),
          attempts: z.number().int(),
          nextAttemptAt: instant.nullable(),
          authorId: userId.nullable(),
          /** The desk wrote it by itself. */
          automatic: z.boolean(),
        }),
      ),
    }),
    { needs: 'mail.read', touchesPerson: true },
  ),
}
