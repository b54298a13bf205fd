import type { OutputOf } from '@shared/contract/define'
import { PHOTO_MOMENTS } from '@shared/contract/crews'
import type { TicketPhoto, photos } from '@shared/contract/photos'
import { type Day, asInstant } from '@shared/kernel/instant'
import { PHOTO_TYPES } from '@shared/photos/photo-types'
import { type Area, type Point, bboxOf, inArea, inBbox } from '@shared/places/geo'
import { z } from 'zod'
import type { ReadDb } from '@main/store/handles'
import { mergedInto } from '../tickets/merged-queries'
import { redactionsOf } from './redaction-queries'

const moment = z.enum(PHOTO_MOMENTS).nullable().catch(null)

/** See `photos.ofTicket`. */
export const photosOfTicket = async (db: ReadDb, ticketId: number): Promise<OutputOf<(typeof photos)['ofTicket']>> => {
  const ids = [ticketId, ...(await mergedInto(db, ticketId)).map(({ id }) => id)]
  const rows = await db
    .selectFrom('attachments')
    .leftJoin('visit_photos', 'visit_photos.attachment_id', 'attachments.id')
    .leftJoin('visits', 'visits.id', 'visit_photos.visit_id')
    .select(['attachments.sha256', 'attachments.name', 'attachments.created_at'])
    .select(['visit_photos.moment', 'visit_photos.visit_id', 'visits.day'])
    .where('attachments.ticket_id', 'in', ids)
    .where('attachments.type', 'in', PHOTO_TYPES)
    .orderBy('attachments.id')
    .execute()
  const redactions = await redactionsOf(
    db,
    rows.map(({ sha256 }) => sha256),
  )
  const found = new Map<string, TicketPhoto>()
  for (const row of rows) {
    const redaction = redactions.get(row.sha256)
    const sha256 = redaction?.redacted ?? row.sha256
    const before = found.get(sha256)
    // A crew's word on when it was taken counts, whichever of two rows has it.
    if (before !== undefined && (before.moment !== null || row.moment === null)) continue
    found.set(sha256, {
      sha256,
      original: redaction?.original ?? before?.original ?? null,
      name: before?.name ?? row.name,
      at: asInstant(row.created_at),
      moment: moment.parse(row.moment),
      visitId: row.visit_id,
      visitDay: row.day as Day | null,
      redactedBy: redaction?.by ?? before?.redactedBy ?? '',
      redactedAt: redaction === undefined ? (before?.redactedAt ?? null) : asInstant(redaction.at),
    })
  }
  return { photos: [...found.values()] }
}

/** A ticket's photo by its content, its name and where it hangs; undefined when the ticket has none such. */
export const photoOfTicket = async (db: ReadDb, ticketId: number, sha256: string) => {
  const ids = [ticketId, ...(await mergedInto(db, ticketId)).map(({ id }) => id)]
  return db
    .selectFrom('attachments')
    .select(['sha256', 'name', 'type'])
    .where('ticket_id', 'in', ids)
    .where('sha256', '=', sha256)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
}

/** Tells whether a point lies in the town, by its boundary; null where the office has none. */
export const townBoundary = async (db: ReadDb): Promise<(point: Point) => boolean | null> => {
  const rows = await db.selectFrom('areas').select('geometry').where('kind', '=', 'boundary').execute()
  if (rows.length === 0) return () => null
  const areas = rows.map(({ geometry }) => {
    const area = JSON.parse(geometry) as Area
    return { area, box: bboxOf(area) }
  })
  return (point) => areas.some(({ area, box }) => box !== null && inBbox(point, box) && inArea(point, area))
}
