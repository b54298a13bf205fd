import type { ContactCard, contactTicket } from '@shared/contract/contacts'
import type { ContactId, TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { fold } from '@shared/search/fold'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { z } from 'zod'
import type { ReadDb } from '@main/store/handles'
import { toContactCard } from './contact-rows'

type ContactTicket = z.output<typeof contactTicket>

export const contactCardsOf = async (db: ReadDb, ids: readonly number[]): Promise<ContactCard[]> => {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('contacts').selectAll().where('id', 'in', ids).execute()
  const identifiers = await db
    .selectFrom('contact_identifiers')
    .selectAll()
    .where('contact_id', 'in', ids)
    .orderBy('id')
    .execute()
  const cards = new Map(
    rows.map((row) => [
      row.id,
      toContactCard(
        row,
        identifiers.filter((own) => own.contact_id === row.id),
      ),
    ]),
  )
  return ids.flatMap((id) => cards.get(id) ?? [])
}

export const contactCardOf = async (db: ReadDb, id: number): Promise<ContactCard | null> =>
  (await contactCardsOf(db, [id]))[0] ?? null

/** Digits enough to be part of a number. */
const MIN_DIGITS = 4

/** By number (its last nine digits, or any start of it), address, or the words of a name; newest reporters first. */
export const findContactIds = async (db: ReadDb, text: string, limit: number): Promise<number[]> => {
  const digits = text.replace(/\D/g, '')
  const looksLikeNumber = digits.length >= MIN_DIGITS && /^[\d\s./+()-]+$/.test(text.trim())
  if (looksLikeNumber) return byDigits(db, digits, limit)
  if (text.includes('@')) return byAddress(db, text.trim().toLowerCase(), limit)
  return byName(db, fold(text), limit)
}

const byDigits = async (db: ReadDb, digits: string, limit: number): Promise<number[]> => {
  const exact = digits.slice(-9)
  const rows = await db
    .selectFrom('contact_identifiers')
    .select('contact_id')
    .distinct()
    .where((eb) =>
      digits.length >= 9
        ? eb('last9', '=', exact)
        : eb.or([
            eb.between('last9', digits, `${digits}9`.padEnd(10, '9')),
            eb.between('normalized', `+39${digits}`, `+39${digits}~`),
          ]),
    )
    .where((eb) => eb.or([eb('kind', '=', 'phone'), eb('kind', '=', 'whatsapp')]))
    .limit(limit)
    .execute()
  return rows.map((row) => row.contact_id)
}

const byAddress = async (db: ReadDb, address: string, limit: number): Promise<number[]> => {
  const rows = await db
    .selectFrom('contact_identifiers')
    .select('contact_id')
    .distinct()
    .where((eb) => eb.between('normalized', address, `${address}\uffff`))
    .limit(limit)
    .execute()
  return rows.map((row) => row.contact_id)
}

const byName = async (db: ReadDb, folded: string, limit: number): Promise<number[]> => {
  const words = folded.split(' ').filter((word) => word !== '')
  if (words.length === 0) return []
  // "rossi m" must find "Mario Rossi": every typed word begins some word of the name.
  const rows = await db
    .selectFrom('contacts')
    .select('id')
    .where((eb) =>
      eb.and(
        words.map((word) => eb.or([eb('folded_name', 'like', `${word}%`), eb('folded_name', 'like', `% ${word}%`)])),
      ),
    )
    .orderBy('last_seen_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

export const ticketsOfContacts = async (
  db: ReadDb,
  ids: readonly number[],
  onlyOpen: boolean,
): Promise<Map<number, ContactTicket[]>> => {
  const found = new Map<number, ContactTicket[]>()
  for (const id of ids) {
    let query = db
      .selectFrom('tickets')
      .select(['id', 'number', 'subject', 'status', 'place_text', 'created_at'])
      .where('contact_id', '=', id)
      .orderBy('id', 'desc')
      .limit(onlyOpen ? 20 : 200)
    if (onlyOpen) query = query.where('is_open', '=', 1)
    const rows = await query.execute()
    found.set(
      id,
      rows.map((row) => ({
        id: row.id as TicketId,
        number: row.number,
        subject: row.subject,
        status: row.status as TicketStatus,
        placeText: row.place_text,
        createdAt: asInstant(row.created_at),
      })),
    )
  }
  return found
}

export const contactByIdentifier = async (
  db: ReadDb,
  kinds: readonly string[],
  key: string,
): Promise<ContactId | null> => {
  const row = await db
    .selectFrom('contact_identifiers')
    .select('contact_id')
    .where('normalized', '=', key)
    .where('kind', 'in', kinds)
    .orderBy('contact_id', 'desc')
    .executeTakeFirst()
  return row === undefined ? null : (row.contact_id as ContactId)
}
