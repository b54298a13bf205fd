import type { InputOf } from '@shared/contract/define'
import type { NearbyTicket, proposals } from '@shared/contract/proposals'
import type { CategoryId, TicketId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { PHOTO_TYPES } from '@shared/photos/photo-types'
import { splitAddress } from '@shared/places/address'
import { bboxAround } from '@shared/places/geo'
import { streetKey } from '@shared/places/street-key'
import { type Described, likenessOf } from '@shared/proposals/nearby'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import { listOf } from '@main/store/dialects/sqlite/id-list'
import { ticketsInside } from '@main/store/dialects/sqlite/text-search'
import type { ReadDb } from '@main/store/handles'
import { shownInstead } from '../photos/redaction-queries'
import { reportersOf } from '../tickets/reporter-count-queries'
import { ticketTexts } from './ticket-texts-queries'

type Typed = InputOf<(typeof proposals)['nearby']>

const SHOWN = 4
/** Open tickets of one street, or of one circle, that are compared; the newest. */
const COMPARED = 120
const USUAL_RADIUS = 250
const TEXT_SHOWN = 240

interface CategoryFacts {
  readonly group: number
  readonly radius: number
}

const categoryFacts = async (db: ReadDb): Promise<ReadonlyMap<number, CategoryFacts>> => {
  const rows = await db.selectFrom('categories').select(['id', 'parent_id', 'duplicate_radius']).execute()
  return new Map(rows.map((row) => [row.id, { group: row.parent_id ?? row.id, radius: row.duplicate_radius }]))
}

const candidates = async (db: ReadDb, typed: Typed, street: string, radius: number): Promise<readonly number[]> => {
  const ids = new Set<number>()
  const { lat, lon } = typed.place
  const open = () =>
    db.selectFrom('tickets').select('id').where('is_open', '=', 1).orderBy('id', 'desc').limit(COMPARED)
  if (lat !== null && lon !== null) {
    const around = await open()
      .where('id', 'in', ticketsInside(bboxAround({ lat, lon }, radius * 2)))
      .execute()
    for (const { id } of around) ids.add(id)
  }
  if (street !== '') {
    const named = await db.selectFrom('streets').select('id').where('key', '=', street).executeTakeFirst()
    const along = named ? await open().where('street_id', '=', named.id).execute() : []
    for (const { id } of along) ids.add(id)
  }
  return [...ids]
}

const photoOf = async (db: ReadDb, ticketId: number): Promise<string | null> => {
  const row = await db
    .selectFrom('attachments')
    .select('sha256')
    .where('ticket_id', '=', ticketId)
    .where('type', 'in', PHOTO_TYPES)
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : shownInstead(db, row.sha256)
}

/** Open tickets that may be about the same thing, the likeliest first. */
export const nearbyTickets = async (db: ReadDb, typed: Typed, now: Instant): Promise<NearbyTicket[]> => {
  const street = streetKey(splitAddress(typed.place.text).street)
  const facts = await categoryFacts(db)
  const own = typed.categoryId === null ? undefined : facts.get(typed.categoryId)
  const radius = own?.radius ?? USUAL_RADIUS
  const ids = await candidates(db, typed, street, radius)
  if (ids.length === 0) return []
  const texts = new Map((await ticketTexts(db, ids)).map((ticket) => [ticket.id, ticket.text]))
  const rows = await db
    .selectFrom('tickets')
    .select(['id', 'number', 'subject', 'status', 'place_text', 'category_id', 'lat', 'lon', 'created_at'])
    .where('id', 'in', listOf(JSON.stringify(ids)))
    .execute()
  const { lat, lon } = typed.place
  const asked: Described = {
    text: typed.text,
    point: lat === null || lon === null ? null : { lat, lon },
    street,
    categoryId: typed.categoryId,
    group: own?.group ?? null,
  }
  const alike = rows
    .flatMap((row) => {
      const known: Described = {
        text: texts.get(row.id) ?? row.subject,
        point: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
        street: streetKey(splitAddress(row.place_text).street),
        categoryId: row.category_id,
        group: row.category_id === null ? null : (facts.get(row.category_id)?.group ?? null),
      }
      const likeness = likenessOf(asked, known, { radius, ageMs: now - row.created_at })
      return likeness === null ? [] : [{ row, likeness, text: known.text }]
    })
    .toSorted((a, b) => b.likeness.score - a.likeness.score)
    .slice(0, SHOWN)
  const reporters = await reportersOf(
    db,
    alike.map(({ row }) => row.id),
  )
  const found: NearbyTicket[] = []
  for (const { row, likeness, text } of alike)
    found.push({
      id: row.id as TicketId,
      number: row.number,
      subject: row.subject,
      text: text.replace(row.subject, '').trim().slice(0, TEXT_SHOWN),
      status: row.status as TicketStatus,
      placeText: row.place_text,
      categoryId: row.category_id as CategoryId | null,
      createdAt: asInstant(row.created_at),
      metres: likeness.metres,
      sameStreet: likeness.sameStreet,
      photo: await photoOf(db, row.id),
      reporters: reporters.get(row.id) ?? 1,
    })
  return found
}
