import { z } from 'zod'
import { ticketId } from '@shared/kernel/ids'
import { command, query } from './define'

const chatFile = z.object({
  /** An exported chat that was put through the stream door: its zip, or the text alone. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Who of the authors is the office itself; null: the desk guesses by its name and number. */
  own: z.array(z.string().max(200)).max(20).nullable().default(null),
  /** A silence of so many hours ends a report. */
  pauseHours: z.number().int().min(1).max(720).default(12),
  /** Messages, by their place in the chat, at which a report begins; null: by the rule. */
  starts: z.array(z.number().int().min(0)).max(10_000).nullable().default(null),
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
  /** Which report it belongs to, from 0; null for the office's own and for what is in none. */
  report: z.number().int().nullable(),
})
export type ShownChatMessage = z.output<typeof chatMessage>

export const IMPORT_OUTCOMES = ['created', 'appended', 'seen'] as const

export const whatsapp = {
  /** What an import would make of a chat: the cut into reports, and what is known already. The newest 2,000 messages. */
  preview: query(
    chatFile,
    z.object({
      authors: z.array(z.object({ name: z.string(), messages: z.number().int(), own: z.boolean() })),
      messages: z.array(chatMessage),
      /** In the chat; more than are shown. */
      total: z.number().int(),
      reports: z.number().int(),
      system: z.number().int(),
    }),
    { needs: 'tickets.create', touchesPerson: true },
  ),
  /** Makes tickets of a chat's reports; what an earlier import brought is left as it is, what followed it is added. */
  importChat: command(
    chatFile,
    z.object({
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
}
