import { z } from 'zod'
import { parsePhone } from '@shared/contacts/phone'
import { maskedPhone } from '@shared/crews/masked-phone'
import { visitCode } from '@shared/crews/visit-code'
import type { CrewSettings } from '@shared/contract/crew-settings'
import { type Instant, asDay } from '@shared/kernel/instant'
import type { Area, Point } from '@shared/places/geo'
import { isPhotoType } from '@shared/photos/photo-types'
import { type TicketStatus, isOpen, priorityOfRank } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import { shownInstead } from '../photos/redaction-queries'
import { storedCrew } from '../crews/crew-queries'
import { districtNamesOf, roundsOfDays } from '../rounds/round-queries'
import { readSetting } from '../settings/read-setting'
import type { SheetFacts, SheetMapFacts, SheetStop } from './sheet-facts'

/** The picture is read outside of the database: `photo` names it. */
type FoundStop = Omit<SheetStop, 'photo'> & { readonly photoSha: string | null }
export type FoundSheet = Omit<SheetFacts, 'stops' | 'way'> & {
  readonly stops: readonly FoundStop[]
  readonly settings: CrewSettings
}

export interface SheetQuestion {
  readonly crewId: number
  readonly day: string
  readonly now: Instant
  /** Whether the reader may see who called. */
  readonly withPeople: boolean
}

const members = z.array(z.object({ name: z.string(), phone: z.string().catch('') })).catch([])
const lines = z.array(z.string()).catch([])

/** Undefined for a crew that the store does not know; a day without visits is a sheet without stops. */
export const findSheet = async (db: ReadDb, question: SheetQuestion): Promise<FoundSheet | undefined> => {
  const crew = await storedCrew(db, question.crewId)
  if (!crew) return undefined
  const office = await readSetting(db, 'office')
  const { zone } = await readSetting(db, 'calendar')
  const settings = await readSetting(db, 'crews')
  return {
    town: office.town,
    serviceName: office.serviceName,
    officePhone: office.phone,
    crew: {
      name: crew.name,
      color: crew.color,
      vehicle: crew.vehicle,
      members: members.parse(JSON.parse(crew.members)).map(({ name, phone }) => ({ name, phone })),
    },
    day: question.day,
    printedAt: question.now,
    zone,
    rounds: await roundsOf(db, question),
    stops: await stopsOf(db, question),
    map: await mapOf(db, settings),
    settings,
  }
}

const roundsOf = async (db: ReadDb, { crewId, day }: SheetQuestion): Promise<FoundSheet['rounds'][number][]> => {
  const found: FoundSheet['rounds'][number][] = []
  for (const { roundId, name, minutes } of (await roundsOfDays(db, asDay(day), asDay(day))).filter(
    (time) => time.crewId === crewId,
  ))
    found.push({ name, minutes, where: (await districtNamesOf(db, roundId)).join(', ') })
  return found
}

const stopsOf = async (db: ReadDb, { crewId, day, withPeople }: SheetQuestion): Promise<FoundStop[]> => {
  const rows = await db
    .selectFrom('visits')
    .innerJoin('tickets', 'tickets.id', 'visits.ticket_id')
    .leftJoin('categories', 'categories.id', 'tickets.category_id')
    .leftJoin('categories as parents', 'parents.id', 'categories.parent_id')
    .leftJoin('districts', 'districts.id', 'tickets.district_id')
    .leftJoin('contacts', 'contacts.id', 'tickets.contact_id')
    .select(['visits.id', 'visits.minutes', 'visits.status', 'visits.note', 'visits.ticket_id'])
    .select(['tickets.number', 'tickets.subject', 'tickets.description', 'tickets.place_text', 'tickets.priority'])
    .select(['tickets.status as ticket_status', 'tickets.lat', 'tickets.lon', 'tickets.emergency'])
    .select(['tickets.contact_id', 'contacts.name as contact', 'districts.name as district'])
    .select(['categories.name as category', 'categories.checklist', 'parents.checklist as parent_checklist'])
    .where('visits.day', '=', day)
    .where('visits.crew_id', '=', crewId)
    .orderBy('visits.position')
    .orderBy('visits.id')
    .execute()
  const stops: FoundStop[] = []
  for (const row of rows) {
    const phone = withPeople && row.contact_id !== null ? await phoneOf(db, row.contact_id) : ''
    const own = lines.parse(JSON.parse(row.checklist ?? '[]'))
    const files = await filesOf(db, row.ticket_id)
    const photo = files.find(({ type }) => isPhotoType(type))
    stops.push({
      code: visitCode(row.id),
      number: row.number,
      subject: row.subject,
      place: row.place_text,
      district: row.district ?? '',
      category: row.category ?? '',
      priority: priorityOfRank(row.priority),
      emergency: row.emergency === 1,
      text: row.description === '' ? await firstWords(db, row.ticket_id) : row.description,
      person:
        withPeople && row.contact !== null
          ? { name: row.contact, phone: isOpen(row.ticket_status as TicketStatus) ? phone : maskIfAny(phone) }
          : null,
      photoSha: photo === undefined ? null : await shownInstead(db, photo.sha256),
      moreFiles: files.length - (photo ? 1 : 0),
      // A local category without lines of its own is worked like the one above it.
      checklist: own.length > 0 ? own : lines.parse(JSON.parse(row.parent_checklist ?? '[]')),
      minutes: row.minutes,
      status: row.status as SheetStop['status'],
      note: row.note,
      point: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
    })
  }
  return stops
}

const maskIfAny = (phone: string): string => (phone === '' ? '' : maskedPhone(phone))

const phoneOf = async (db: ReadDb, contactId: number): Promise<string> => {
  const row = await db
    .selectFrom('contact_identifiers')
    .select('value')
    .where('contact_id', '=', contactId)
    .where('kind', '=', 'phone')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row ? (parsePhone(row.value)?.display ?? row.value) : ''
}

/** A ticket that came by mail says what it is about in its first message. */
const firstWords = async (db: ReadDb, ticketId: number): Promise<string> => {
  const row = await db
    .selectFrom('messages')
    .select('text')
    .where('ticket_id', '=', ticketId)
    .where('direction', '=', 'in')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return row?.text ?? ''
}

const filesOf = (db: ReadDb, ticketId: number): Promise<{ sha256: string; type: string }[]> =>
  db
    .selectFrom('attachments')
    .select(['sha256', 'type'])
    .where('ticket_id', '=', ticketId)
    .where('inline', '=', 0)
    .orderBy('id')
    .execute()

const mapOf = async (db: ReadDb, { depot }: CrewSettings): Promise<SheetMapFacts> => {
  const areas = await db.selectFrom('areas').select(['kind', 'district_id', 'geometry']).execute()
  const districts = await db.selectFrom('districts').selectAll().where('active', '=', 1).execute()
  const areaOf = (row: { geometry: string } | undefined): Area | null =>
    row === undefined ? null : (JSON.parse(row.geometry) as Area)
  return {
    boundary: areas.filter(({ kind }) => kind === 'boundary').flatMap((row) => areaOf(row) ?? []),
    districts: districts.map((district) => ({
      name: district.name,
      area: areaOf(areas.find((row) => row.kind === 'district' && row.district_id === district.id)),
      centre: pointOf(district),
    })),
    depot,
  }
}

const pointOf = ({ lat, lon }: { lat: number | null; lon: number | null }): Point | null =>
  lat === null || lon === null ? null : { lat, lon }
