import { numberTyped } from '@shared/contacts/phone'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { search } from '@shared/contract/search'
import type { TicketRow } from '@shared/contract/tickets'
import { parseTypedNumber } from '@shared/tickets/number'
import { parseQuery } from '@shared/search/query'
import { streetKey } from '@shared/places/street-key'
import { listed } from '@main/store/dialects/sqlite/id-list'
import { newestMatches } from '@main/store/dialects/sqlite/text-search'
import type { ReadDb } from '@main/store/handles'
import { KeptQuery, compilable, later } from '@main/store/kept-query'
import { contactCardsOf, findContactIds } from '../contacts/contact-queries'
import { ticketRowsOf } from '../tickets/ticket-queries'
import type { StreetKeys } from './street-keys'

type Asked = InputOf<(typeof search)['find']>
type Found = OutputOf<(typeof search)['find']>

export interface Searched {
  readonly db: ReadDb
  /** The store that `db` reads. */
  readonly owner: object
  readonly streets: StreetKeys
}

/** Number, phone and street each from an index of its own, shown above; then the text, newest first; then people. */
export const findAnything = async (searched: Searched, { text, limit }: Asked): Promise<Found> => {
  const { db } = searched
  if (text.trim() === '') return { byNumber: [], byPhone: [], byStreet: [], byText: [], contacts: [] }
  const people = await findContactIds(db, text, limit)
  const isNumberLike = numberTyped(text) !== null
  const numberIds = await byNumber(db, text, limit)
  const phoneIds = isNumberLike ? await newestOfEach(db, 'contact_id', people, limit) : []
  const streetIds = isNumberLike ? [] : await byStreet(searched, text, limit)
  const textIds = await byText(db, text, limit)
  const rows = await ticketRowsOf(db, [...new Set([...numberIds, ...phoneIds, ...streetIds, ...textIds])])
  const rowOf = new Map<number, TicketRow>(rows.map((row) => [row.id, row]))
  const rowsOf = (ids: readonly number[]): TicketRow[] => ids.flatMap((id) => rowOf.get(id) ?? [])
  return {
    byNumber: rowsOf(numberIds),
    byPhone: rowsOf(phoneIds),
    byStreet: rowsOf(streetIds),
    byText: rowsOf(textIds),
    contacts: await contactCardsOf(db, people),
  }
}

const idsOf = (rows: readonly { readonly id: number }[]): number[] => rows.map(({ id }) => id)

const matches = new KeptQuery<{ id: number }>()

const byText = async (db: ReadDb, text: string, limit: number): Promise<number[]> => {
  const { ftsMatch } = parseQuery(text)
  if (ftsMatch === '') return []
  return idsOf(
    await matches.run(db, '', () => compilable(newestMatches(later<string>('match'), later<number>('limit')), db), {
      match: ftsMatch,
      limit,
    }),
  )
}

const numbered = new KeptQuery<{ id: number }>()

const byNumber = async (db: ReadDb, text: string, limit: number): Promise<number[]> => {
  const typed = parseTypedNumber(text)
  if (typed === null) return []
  const { sequence, year } = typed
  return idsOf(
    await numbered.run(
      db,
      year === undefined ? 'any year' : 'one year',
      () => {
        const query = db
          .selectFrom('tickets')
          .select('id')
          .where('seq', '=', later<number>('sequence'))
          .orderBy('year', 'desc')
          .limit(later<number>('limit'))
        // (year, seq) is the index: the few years are named rather than scanned for.
        return year === undefined
          ? query.where('year', 'in', (eb) => eb.selectFrom('ticket_numbers').select('year'))
          : query.where('year', '=', later<number>('year'))
      },
      { sequence, year, limit },
    ),
  )
}

const newest = new KeptQuery<{ id: number }>()

/**
 * The newest tickets of some people or streets. One short walk of an index for each of them: without the inner limit
 * every ticket of the longest street would be gathered before the eight newest are known.
 */
const newestOfEach = async (
  db: ReadDb,
  column: 'contact_id' | 'street_id',
  owners: readonly number[],
  limit: number,
): Promise<number[]> => {
  if (owners.length === 0) return []
  const rows = await newest.run(
    db,
    column,
    () =>
      db
        .selectFrom(listed(later<string>('owners')).as('owner'))
        .crossJoin('tickets')
        .select('tickets.id')
        .where('tickets.id', 'in', (eb) =>
          eb
            .selectFrom('tickets as own')
            .select('own.id')
            .whereRef(`own.${column}`, '=', 'owner.value')
            .orderBy('own.id', 'desc')
            .limit(later<number>('limit')),
        )
        .orderBy('tickets.id', 'desc')
        .limit(later<number>('limit')),
    { owners: JSON.stringify(owners), limit },
  )
  return idsOf(rows)
}

const STREETS_LOOKED_AT = 20

const byStreet = async ({ db, owner, streets }: Searched, text: string, limit: number): Promise<number[]> => {
  const words = streetKey(text)
    .split(' ')
    .filter((word) => word.length >= 3)
  if (words.length === 0) return []
  return newestOfEach(db, 'street_id', await streets.find(owner, db, words, STREETS_LOOKED_AT), limit)
}
