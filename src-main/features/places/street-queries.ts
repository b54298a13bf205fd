import { sql } from 'kysely'
import type { OutputOf } from '@shared/contract/define'
import type { places } from '@shared/contract/places'
import type { DistrictId } from '@shared/kernel/ids'
import { streetKey } from '@shared/places/street-key'
import { tokens } from '@shared/search/fold'
import type { ReadDb } from '@main/store/handles'

type Streets = OutputOf<(typeof places)['streets']>['streets']

/** So many are weighed by their tickets; a word that fits more of them is too short to mean one. */
const WEIGHED = 300

const districtOf = async (db: ReadDb, streetId: number): Promise<DistrictId | null> => {
  const row = await db
    .selectFrom('tickets')
    .select('district_id')
    .where('street_id', '=', streetId)
    .where('district_id', 'is not', null)
    .groupBy('district_id')
    .orderBy((eb) => eb.fn.countAll(), 'desc')
    .limit(1)
    .executeTakeFirst()
  return (row?.district_id ?? null) as DistrictId | null
}

/** Streets in whose key every typed word begins a word, those with most tickets first. */
export const findStreets = async (db: ReadDb, text: string, limit: number): Promise<{ streets: Streets }> => {
  const words = tokens(streetKey(text))
  if (words.length === 0) return { streets: [] }
  let query = db.selectFrom('streets').select(['id', 'name'])
  // Folded words hold letters and digits only, so that none of them is a wildcard.
  for (const word of words) query = query.where(sql<string>`' ' || streets.key`, 'like', `% ${word}%`)
  const fitting = await query.orderBy('name').limit(WEIGHED).execute()
  if (fitting.length === 0) return { streets: [] }
  const counts = await db
    .selectFrom('tickets')
    .select((eb) => ['street_id', eb.fn.countAll<number>().as('n')])
    .where(
      'street_id',
      'in',
      fitting.map((street) => street.id),
    )
    .groupBy('street_id')
    .execute()
  const ticketsOf = new Map(counts.map((row) => [row.street_id, Number(row.n)]))
  const best = fitting
    .map((street) => ({ ...street, tickets: ticketsOf.get(street.id) ?? 0 }))
    .toSorted((a, b) => b.tickets - a.tickets || a.name.localeCompare(b.name, 'it'))
    .slice(0, limit)
  const streets: Streets = []
  for (const { id, name, tickets } of best) streets.push({ name, tickets, districtId: await districtOf(db, id) })
  return { streets }
}
