import type { InputOf, OutputOf } from '@shared/contract/define'
import type { search } from '@shared/contract/search'
import { parseTypedNumber } from '@shared/tickets/number'
import { parseQuery } from '@shared/search/query'
import { streetKey } from '@shared/places/street-key'
import { newestMatches } from '@main/store/dialects/sqlite/text-search'
import type { ReadDb } from '@main/store/handles'
import { contactCardsOf, findContactIds } from '../contacts/contact-queries'
import { ticketRowsOf } from '../tickets/ticket-queries'

type Found = OutputOf<(typeof search)['find']>

/** Number, phone and street each from an index of its own, shown above; then the text, newest first; then people. */
export const findAnything = async (db: ReadDb, { text, limit }: InputOf<(typeof search)['find']>): Promise<Found> => {
  if (text.trim() === '') return { byNumber: [], byPhone: [], byStreet: [], byText: [], contacts: [] }
  const people = await findContactIds(db, text, limit)
  const isNumberLike = /^[\d\s./+()-]+$/.test(text.trim())
  const phoneIds = isNumberLike ? await ticketsOf(db, people, limit) : []
  const { ftsMatch } = parseQuery(text)
  const textIds = ftsMatch === '' ? [] : (await newestMatches(ftsMatch, limit).execute(db)).rows.map((row) => row.id)
  return {
    byNumber: await ticketRowsOf(db, await byNumber(db, text, limit)),
    byPhone: await ticketRowsOf(db, phoneIds),
    byStreet: await ticketRowsOf(db, isNumberLike ? [] : await byStreet(db, text, limit)),
    byText: await ticketRowsOf(db, textIds),
    contacts: await contactCardsOf(db, people),
  }
}

const byNumber = async (db: ReadDb, text: string, limit: number): Promise<number[]> => {
  const typed = parseTypedNumber(text)
  if (typed === null) return []
  let query = db
    .selectFrom('tickets')
    .select('id')
    .where('seq', '=', typed.sequence)
    .orderBy('year', 'desc')
    .limit(limit)
  const years = await db.selectFrom('ticket_numbers').select('year').execute()
  // (year, seq) is the index: the few years are named rather than scanned for.
  query = query.where('year', 'in', typed.year === undefined ? years.map(({ year }) => year) : [typed.year])
  return (await query.execute()).map((row) => row.id)
}

const ticketsOf = async (db: ReadDb, contactIds: readonly number[], limit: number): Promise<number[]> => {
  if (contactIds.length === 0) return []
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where('contact_id', 'in', contactIds)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

const byStreet = async (db: ReadDb, text: string, limit: number): Promise<number[]> => {
  const words = streetKey(text)
    .split(' ')
    .filter((word) => word.length >= 3)
  if (words.length === 0) return []
  const streets = await db
    .selectFrom('streets')
    .select('id')
    .where((eb) => eb.and(words.map((word) => eb.or([eb('key', 'like', `${word}%`), eb('key', 'like', `% ${word}%`)]))))
    .limit(20)
    .execute()
  if (streets.length === 0) return []
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where(
      'street_id',
      'in',
      streets.map(({ id }) => id),
    )
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}
