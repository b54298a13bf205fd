import type { OutputOf } from '@shared/contract/define'
import { PHOTO_MOMENTS, type crews } from '@shared/contract/crews'
import { readVisitCode } from '@shared/crews/visit-code'
import { refuse } from '@shared/kernel/app-error'
import { z } from 'zod'
import type { ReadDb } from '@main/store/handles'
import { redactionsOf } from '../photos/redaction-queries'
import { TICKET_COLUMNS, VISIT_COLUMNS, toVisit } from './crew-rows'

type Returned = OutputOf<(typeof crews)['returned']>

const lines = z.array(z.string()).catch([])
const moment = z.enum(PHOTO_MOMENTS).nullable().catch(null)

/** Ids are never given twice, so a code whose visit is not there was one that somebody took off the board. */
export const returnedByCode = async (db: ReadDb, code: string): Promise<Returned> => {
  const id = readVisitCode(code) ?? refuse('visit_code_wrong', { field: 'code' })
  return (await findReturned(db, id)) ?? refuse('visit_gone', { field: 'code' })
}

export const returnedOf = async (db: ReadDb, visitId: number): Promise<Returned> =>
  (await findReturned(db, visitId)) ?? refuse('visit_gone', { field: 'visitId' })

const findReturned = async (db: ReadDb, id: number): Promise<Returned | undefined> => {
  const row = await db
    .selectFrom('visits')
    .innerJoin('tickets', 'tickets.id', 'visits.ticket_id')
    .innerJoin('crews', 'crews.id', 'visits.crew_id')
    .leftJoin('users', 'users.id', 'visits.reported_by')
    .leftJoin('categories', 'categories.id', 'tickets.category_id')
    .leftJoin('categories as parents', 'parents.id', 'categories.parent_id')
    .select(VISIT_COLUMNS)
    .select(TICKET_COLUMNS)
    .select(['crews.name as crew_name', 'users.display_name as reporter'])
    .select(['categories.checklist', 'parents.checklist as parent_checklist'])
    .where('visits.id', '=', id)
    .executeTakeFirst()
  if (!row) return undefined
  const own = lines.parse(JSON.parse(row.checklist ?? '[]'))
  return {
    visit: toVisit(row),
    crewName: row.crew_name,
    reportedBy: row.reporter ?? '',
    checklist: own.length > 0 ? own : lines.parse(JSON.parse(row.parent_checklist ?? '[]')),
    photos: await photosOf(db, id, row.ticket_id),
  }
}

/** The ticket's pictures: those of this visit by their moment, the citizen's own without one. */
const photosOf = async (db: ReadDb, visitId: number, ticketId: number): Promise<Returned['photos']> => {
  const rows = await db
    .selectFrom('attachments')
    .leftJoin('visit_photos', 'visit_photos.attachment_id', 'attachments.id')
    .select(['attachments.sha256', 'attachments.name', 'attachments.type', 'visit_photos.moment'])
    .where('attachments.ticket_id', '=', ticketId)
    .where('attachments.inline', '=', 0)
    .where('attachments.type', 'like', 'image/%')
    .where((eb) => eb.or([eb('visit_photos.visit_id', '=', visitId), eb('visit_photos.visit_id', 'is', null)]))
    .orderBy('attachments.id')
    .execute()
  const redactions = await redactionsOf(
    db,
    rows.map(({ sha256 }) => sha256),
  )
  const shown = rows.map((row) => ({
    ...row,
    sha256: redactions.get(row.sha256)?.redacted ?? row.sha256,
    moment: moment.parse(row.moment),
  }))
  // A redacted photo stands in its original's place, not beside itself.
  return shown.filter((row, index) => shown.findIndex(({ sha256 }) => sha256 === row.sha256) === index)
}
