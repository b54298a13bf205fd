import { z } from 'zod'
import { categoryId, contactId, ticketId, whatsappImportId } from '@shared/kernel/ids'
import { day, instant } from '@shared/kernel/instant'
import { command, query } from './define'
import { onceKey } from './once-key'
import { categoryProposal } from './proposals'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
/** A message's place in the chat's file, from 0. */
const position = z.number().int().min(0).max(1_000_000)
const author = z.string().max(200)

const chatFile = z.object({
  /** An exported chat that was put through the stream door: its zip, or the text alone. */
  sha256,
  /** Who of the authors is the office itself; null: the desk guesses by its name and number. */
  own: z.array(author).max(20).nullable().default(null),
  /** A silence of so many hours ends a report. */
  pauseHours: z.number().int().min(1).max(720).default(12),
  /** Older messages stay in the chat; null takes them all. */
  from: day.nullable().default(null),
  /** A person's word against the rule: this message begins a report, or goes on with its author's last. */
  cuts: z
    .array(z.object({ at: position, begins: z.boolean() }))
    .max(10_000)
    .default([]),
  /** Messages that become part of nothing. */
  leftOut: z.array(position).max(100_000).default([]),
  /** The number of somebody whom the phone's address book calls by name. */
  numbers: z
    .array(z.object({ author, phone: z.string().max(40) }))
    .max(50)
    .default([]),
})
export type ChatFile = z.output<typeof chatFile>

export const chatMessage = z.object({
  index: z.number().int(),
  /** Wall-clock time of the phone, `2026-04-02T09:13:44`. */
  at: z.string(),
  author: z.string(),
  text: z.string(),
  file: z.string().nullable(),
  /** The text names a file that is not in the archive. */
  fileMissing: z.boolean(),
  hasPoint: z.boolean(),
  omitted: z.boolean(),
  deleted: z.boolean(),
  own: z.boolean(),
  /** Came in by an earlier import. */
  seen: z.boolean(),
  leftOut: z.boolean(),
  /** The piece that it is in, by the piece's first message; null for the office's own and for what is in none. */
  piece: z.number().int().nullable(),
})
export type ShownChatMessage = z.output<typeof chatMessage>

const named = z.object({ id: ticketId, number: z.string(), subject: z.string() })

/** What would become one ticket, or go to one. */
export const chatPiece = z.object({
  /** Its first message. */
  at: z.number().int(),
  author: z.string(),
  from: z.string(),
  to: z.string(),
  /** Messages that say something and that no earlier import brought; 0: nothing of it is new. */
  fresh: z.number().int(),
  known: z.number().int(),
  headline: z.string(),
  /** Names of its new pictures and other files, in the archive. */
  files: z.array(z.string()),
  point: z.object({ lat: z.number(), lon: z.number(), address: z.string() }).nullable(),
  /** The ticket that its earlier messages went to, while that is open: what followed goes there too. */
  goesOn: named.nullable(),
  proposal: categoryProposal.nullable(),
})
export type ChatPiece = z.output<typeof chatPiece>

export const chatAuthor = z.object({
  name: z.string(),
  messages: z.number().int(),
  own: z.boolean(),
  /** The author is a number, or somebody has written it. */
  phone: z.string(),
  contact: z.object({ id: contactId, name: z.string() }).nullable(),
  /** That person's open tickets, to one of which a piece may go. */
  open: z.array(named),
})
export type ChatAuthor = z.output<typeof chatAuthor>

export const IMPORT_OUTCOMES = ['created', 'appended', 'seen'] as const

export const whatsapp = {
  /** What an import would make of a chat: the cut into pieces, and what is known already. The newest 2,000 messages. */
  preview: query(
    chatFile,
    z.object({
      authors: z.array(chatAuthor),
      messages: z.array(chatMessage),
      pieces: z.array(chatPiece),
      /** In the whole chat; more than are shown. */
      total: z.number().int(),
      /** Pieces that an import would take, those of messages too old to be shown included. */
      toTake: z.number().int(),
      /** Lines that WhatsApp itself wrote. */
      system: z.number().int(),
      first: z.string(),
      last: z.string(),
    }),
    { needs: 'tickets.create', touchesPerson: true },
  ),
  /** Takes pictures out of the archive so that they can be shown before anything is imported; what cannot be is left out. */
  pictures: command(
    z.object({ sha256, names: z.array(z.string().max(400)).min(1).max(60) }),
    z.object({ pictures: z.array(z.object({ name: z.string(), sha256, type: z.string() })) }),
    { needs: 'tickets.create', touchesPerson: true, audit: { as: 'look' } },
  ),
  /**
   * Makes tickets of a chat's pieces, all of them or none; what an earlier import brought is left as it is, what
   * followed it is added. Refuses with `chat_too_long` more than can be taken in one write.
   */
  importChat: command(
    chatFile.extend({
      /** The chat's file, to tell imports apart. */
      name: z.string().max(200).default(''),
      /** What a person decided about a piece, by its first message. `into` null: a ticket of its own, whatever went before. */
      pieces: z
        .array(
          z.object({
            at: position,
            /** Stays in the chat. */
            skip: z.boolean().default(false),
            categoryId: categoryId.nullable().default(null),
            into: ticketId.nullable().optional(),
          }),
        )
        .max(5000)
        .default([]),
      key: onceKey,
    }),
    z.object({
      /** Null when nothing of it was new. */
      importId: whatsappImportId.nullable(),
      reports: z.array(
        z.object({
          outcome: z.enum(IMPORT_OUTCOMES),
          ticketId: ticketId.nullable(),
          number: z.string(),
          author: z.string(),
          messages: z.number().int(),
          files: z.number().int(),
        }),
      ),
    }),
    { needs: 'tickets.create' },
  ),
  /** The latest imports. */
  imports: query(
    z.object({}),
    z.object({
      imports: z.array(
        z.object({
          id: whatsappImportId,
          name: z.string(),
          at: instant,
          by: z.string(),
          tickets: z.number().int(),
          messages: z.number().int(),
          undone: z.boolean(),
          mayUndo: z.boolean(),
        }),
      ),
    }),
    { needs: 'tickets.create', touchesPerson: true },
  ),
  /**
   * Takes an import back: its tickets are closed as withdrawn, the messages that it added elsewhere too, and the same chat
   * can be imported anew. Tickets on which somebody has worked since stay as they are (`kept`, by number).
   */
  undoImport: command(
    z.object({ id: whatsappImportId }),
    z.object({ tickets: z.number().int(), messages: z.number().int(), kept: z.array(z.string()) }),
    { needs: 'tickets.create' },
  ),
}
