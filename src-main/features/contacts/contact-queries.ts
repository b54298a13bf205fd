import { numberTyped } from '@shared/contacts/phone'
import type { ContactCard, contactTicket } from '@shared/contract/contacts'
import type { ContactId, TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { fold } from '@shared/search/fold'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import { type Selectable, sql } from 'kysely'
import type { z } from 'zod'
import { listOf } from '@main/store/dialects/sqlite/id-list'
import { beginsLike, contactMatches } from '@main/store/dialects/sqlite/text-search'
import type { ReadDb } from '@main/store/handles'
import { KeptQuery, compilable, later } from '@main/store/kept-query'
import type { Tables } from '@main/store/tables'
import { toContactCard } from './contact-rows'

type ContactTicket = z.output<typeof contactTicket>

const cards = new KeptQuery<Selectable<Tables['contacts']>>()
const identifiersOf = new KeptQuery<Selectable<Tables['contact_identifiers']>>()

export const contactCardsOf = async (db: ReadDb, ids: readonly number[]): Promise<ContactCard[]> => {
  if (ids.length === 0) return []
  const values = { ids: JSON.stringify(ids) }
  const among = listOf(later<string>('ids'))
  const rows = await cards.run(db, '', () => db.selectFrom('contacts').selectAll().where('id', 'in', among), values)
  const identifiers = await identifiersOf.run(
    db,
    '',
    () => db.selectFrom('contact_identifiers').selectAll().where('contact_id', 'in', among).orderBy('id'),
    values,
  )
  const cardOf = new Map(
    rows.map((row) => [
      row.id,
      toContactCard(
        row,
        identifiers.filter((own) => own.contact_id === row.id),
      ),
    ]),
  )
  return ids.flatMap((id) => cardOf.get(id) ?? [])
}

/** Whom the row of somebody who was merged leads to: one step, always (see merge-contacts.ts). Null when nobody is. */
export const livingContact = async (db: ReadDb, id: number): Promise<ContactId | null> => {
  const row = await db.selectFrom('contacts').select(['id', 'merged_into']).where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : ((row.merged_into ?? row.id) as ContactId)
}

/** Somebody who was merged is shown as the one who stayed. */
export const contactCardOf = async (db: ReadDb, id: number): Promise<ContactCard | null> => {
  const living = await livingContact(db, id)
  return living === null ? null : ((await contactCardsOf(db, [living]))[0] ?? null)
}

/** Digits enough to be part of a number. */
const MIN_DIGITS = 4

/** By number (its last nine digits, or any start of it), address, or the words of a name; newest reporters first. */
export const findContactIds = async (db: ReadDb, text: string, limit: number): Promise<number[]> => {
  const number = numberTyped(text) ?? ''
  const digits = number.replace(/\D/g, '')
  if (digits.length >= MIN_DIGITS) return byDigits(db, begunNumber(number, digits), limit)
  if (text.includes('@')) return byAddress(db, text.trim().toLowerCase(), limit)
  return byName(db, fold(text), limit)
}

interface BegunNumber {
  /** Without the country, where it is our own. */
  readonly digits: string
  readonly international: string
}

/** `+39 335 1…` and `0039 335 1…` begin the same number as `335 1…`; another country's begins with its own code. */
const begunNumber = (typed: string, all: string): BegunNumber => {
  const withCountry = typed.startsWith('+') ? all : all.startsWith('00') ? all.slice(2) : null
  if (withCountry === null) return { digits: all, international: `+39${all}` }
  const digits = withCountry.startsWith('39') ? withCountry.slice(2) : withCountry
  return { digits, international: `+${withCountry}` }
}

const PHONES = sql<boolean>`kind IN ('phone', 'whatsapp')`
const owners = new KeptQuery<{ contact_id: number }>()

const byDigits = async (db: ReadDb, { digits, international }: BegunNumber, limit: number): Promise<number[]> => {
  // Nine may be the whole of a short number or all but one of a long one: both are looked for.
  const isWhole = digits.length > 9
  const query = () => db.selectFrom('contact_identifiers').select('contact_id').where(PHONES)
  // Said in so many words: without it SQLite does not see that the index of the last nine digits holds them.
  const lastDigits = () => query().where('last9', '<>', sql.lit(''))
  const rows = await owners.run(
    db,
    isWhole ? 'whole' : 'begun',
    () =>
      isWhole
        ? lastDigits().where('last9', '=', later<string>('digits')).distinct().limit(later<number>('limit'))
        : lastDigits()
            .where(beginsLike('last9', later<string>('digits')))
            .union(query().where(beginsLike('normalized', later<string>('international'))))
            .limit(later<number>('limit')),
    { limit, digits: isWhole ? digits.slice(-9) : digits, international },
  )
  return rows.map((row) => row.contact_id)
}

const byAddress = async (db: ReadDb, address: string, limit: number): Promise<number[]> => {
  const rows = await owners.run(
    db,
    'address',
    () =>
      db
        .selectFrom('contact_identifiers')
        .select('contact_id')
        .distinct()
        .where(beginsLike('normalized', later<string>('address')))
        .limit(later<number>('limit')),
    { address, limit },
  )
  return rows.map((row) => row.contact_id)
}

const named = new KeptQuery<{ id: number }>()

const byName = async (db: ReadDb, folded: string, limit: number): Promise<number[]> => {
  const words = folded.split(' ').filter((word) => word !== '')
  if (words.length === 0) return []
  // "rossi m" must find "Mario Rossi": every typed word begins some word of the name.
  const match = words.map((word) => `"${word}"*`).join(' AND ')
  const rows = await named.run(
    db,
    '',
    () => compilable(contactMatches(later<string>('match'), later<number>('limit')), db),
    {
      match,
      limit,
    },
  )
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
  const [row] = await owners.run(
    db,
    `one ${kinds.join(' ')}`,
    () =>
      db
        .selectFrom('contact_identifiers')
        .select('contact_id')
        .where('normalized', '=', later<string>('key'))
        .where('kind', 'in', kinds)
        .orderBy('contact_id', 'desc')
        .limit(1),
    { key },
  )
  return row === undefined ? null : (row.contact_id as ContactId)
}

/** Of those who write from a shared mailbox, the one of this name; an empty name is a name too. */
export const namedContactByAddress = async (db: ReadDb, key: string, foldedName: string): Promise<ContactId | null> => {
  const row = await db
    .selectFrom('contact_identifiers')
    .innerJoin('contacts', 'contacts.id', 'contact_identifiers.contact_id')
    .select('contacts.id')
    .where('contact_identifiers.normalized', '=', key)
    .where('contact_identifiers.kind', 'in', ['email', 'pec'])
    .where('contacts.folded_name', '=', foldedName)
    .orderBy('contacts.id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? null : (row.id as ContactId)
}
