import { z } from 'zod'
import { ERROR_CODES } from '@shared/kernel/app-error'
import { ticketId } from '@shared/kernel/ids'
import { day, instant } from '@shared/kernel/instant'
import { PHOTO_MOMENTS } from './crews'
import { command, query } from './define'
import { onceKey } from './once-key'
import { attachmentRef } from './tickets'

const sha256 = attachmentRef.shape.sha256

/** What a photo says of itself, and what the town says to that. */
export const photoFacts = z.object({
  sha256,
  /** Pixels, upright; 0 for one that cannot be opened. */
  width: z.number().int(),
  height: z.number().int(),
  /** The camera's clock, `2026-03-12T10:05:00`, without a zone. */
  takenAt: z.string().nullable(),
  position: z
    .object({
      lat: z.number(),
      lon: z.number(),
      /** Whether it lies in the town; null where the office has no boundary. */
      inside: z.boolean().nullable(),
      /** The nearest house of the street register, if one is near. */
      near: z.string().nullable(),
    })
    .nullable(),
  /** Why it cannot be opened, with what the sentence needs; null for one that can. */
  problem: z
    .object({ code: z.enum(ERROR_CODES), details: z.record(z.string(), z.union([z.string(), z.number()])) })
    .nullable(),
})
export type PhotoFactsOf = z.output<typeof photoFacts>

/** A photo of a ticket, as it is shown: the redacted one in its original's place. */
export const ticketPhoto = z.object({
  sha256,
  /** What it was before somebody redacted it; null when nobody did. Its bytes need `tickets.originals`. */
  original: sha256.nullable(),
  name: z.string(),
  at: instant,
  /** Of a crew's visit, before or after the work; null for everybody else's. */
  moment: z.enum(PHOTO_MOMENTS).nullable(),
  visitId: z.number().int().nullable(),
  visitDay: day.nullable(),
  redactedBy: z.string(),
  redactedAt: instant.nullable(),
})
export type TicketPhoto = z.output<typeof ticketPhoto>

const part = z.number().min(0).max(1)
export const blackBox = z.object({ x: part, y: part, width: part, height: part })

export const photos = {
  /** Of files that the stream door took in; what the caller may not see is left out. */
  facts: query(z.object({ files: z.array(sha256).min(1).max(50) }), z.object({ photos: z.array(photoFacts) }), {
    needs: 'tickets.read',
    touchesPerson: true,
  }),
  /** Every photo of a ticket and of those merged into it, oldest first, each once. */
  ofTicket: query(z.object({ ticketId }), z.object({ photos: z.array(ticketPhoto) }), {
    needs: 'tickets.read',
    touchesPerson: { tickets: 'ticketId' },
  }),
  /**
   * Draws a photo anew, black where the boxes are (parts of the upright picture). From then on the new one is shown and
   * sent in its place, and the old one needs `tickets.originals`. Boxes on a redacted one add to it.
   */
  redact: command(
    z.object({ ticketId, sha256, boxes: z.array(blackBox).min(1).max(100), key: onceKey }),
    z.object({ sha256 }),
    { needs: 'tickets.edit' },
  ),
  /** Shows and sends the original again in place of this redacted one. */
  unredact: command(z.object({ ticketId, sha256 }), z.object({}), { needs: 'tickets.originals' }),
}
