import { splitAddress } from '@shared/places/address'
import { streetKey } from '@shared/places/street-key'
import type { WriteDb } from '@main/store/handles'

/** The street that a place's text names, known from now on: typing it finds its tickets by an index of its own. */
export const streetIdOf = async (db: WriteDb, placeText: string): Promise<number | null> => {
  const name = splitAddress(placeText).street
  const key = name === '' ? '' : streetKey(name)
  if (key === '') return null
  const known = await db.selectFrom('streets').select('id').where('key', '=', key).executeTakeFirst()
  if (known) return known.id
  const { insertId } = await db.insertInto('streets').values({ name, key }).executeTakeFirstOrThrow()
  return Number(insertId)
}
