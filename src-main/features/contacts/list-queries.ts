import type { ContactRow } from '@shared/contract/contacts'
import { asInstant } from '@shared/kernel/instant'
import { fold } from '@shared/search/fold'
import { contactAddressMatches } from '@main/store/dialects/sqlite/text-search'
import type { ReadDb } from '@main/store/handles'
import { KeptQuery, compilable, later } from '@main/store/kept-query'
import { contactCardsOf, findContactIds } from './contact-queries'

const housed = new KeptQuery<{ id: number }>()

const byHome = async (db: ReadDb, text: string, limit: number): Promise<number[]> => {
  const words = fold(text).split(' ').filter(Boolean)
  // Every typed word begins some word of the address; a lone letter would be half the town.
  if (words.join('').length < 2) return []
  const match = words.map((word) => `"${word}"*`).join(' AND ')
  const rows = await housed.run(
    db,
    '',
    () => compilable(contactAddressMatches(later<string>('match'), later<number>('limit')), db),
    { match, limit },
  )
  return rows.map(({ id }) => id)
}

const heardFromLast = async (db: ReadDb, limit: number): Promise<number[]> => {
  const rows = await db
    .selectFrom('contacts')
    .select('id')
    .where('merged_into', 'is', null)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** By name, number or mail first, then by where they live; at most `limit`, and whether there are more. */
export const listContacts = async (
  db: ReadDb,
  text: string,
  limit: number,
): Promise<{ rows: ContactRow[]; more: boolean }> => {
  const wanted = limit + 1
  const found =
    text.trim() === ''
      ? await heardFromLast(db, wanted)
      : [...new Set([...(await findContactIds(db, text, wanted)), ...(await byHome(db, text, wanted))])]
  const ids = found.slice(0, limit)
  return { rows: await rowsOf(db, ids), more: found.length > limit }
}

const rowsOf = async (db: ReadDb, ids: readonly number[]): Promise<ContactRow[]> => {
  if (ids.length === 0) return []
  const cards = await contactCardsOf(db, ids)
  const seen = await db.selectFrom('contacts').select(['id', 'last_seen_at']).where('id', 'in', ids).execute()
  const seenAt = new Map(seen.map((row) => [row.id, row.last_seen_at]))
  const counts = await db
    .selectFrom('tickets')
    .select('contact_id')
    .select(({ fn }) => [fn.countAll<number>().as('total'), fn.sum<number>('is_open').as('open')])
    .where('contact_id', 'in', ids)
    .groupBy('contact_id')
    .execute()
  const countOf = new Map(counts.map((row) => [row.contact_id, row]))
  return cards.map(({ id, name, address, identifiers }) => ({
    id,
    name,
    address,
    identifiers,
    tickets: countOf.get(id)?.total ?? 0,
    openTickets: countOf.get(id)?.open ?? 0,
    lastSeenAt: asInstant(seenAt.get(id) ?? 0),
  }))
}

/** When a person was last heard from. */
export const lastSeenOf = async (db: ReadDb, id: number): Promise<number> =>
  (await db.selectFrom('contacts').select('last_seen_at').where('id', '=', id).executeTakeFirst())?.last_seen_at ?? 0
