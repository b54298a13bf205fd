import { type SettingsKey, type SettingsValue, settingsSchemas } from '@shared/contract/settings'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { KeptQuery, later } from '@main/store/kept-query'
import { defaultSettings } from './defaults'

/**
 * The last text of each setting and what it means: asked at every ticket, changed once a year. The office calendar
 * also remembers its open days by the object that it is.
 */
const parsedOf = new Map<SettingsKey, { readonly text: string; readonly value: unknown }>()

const kept = new KeptQuery<{ value: string }>()

/** One setting; the shipped default where the store holds none, or one that this program cannot read. */
export const readSetting = async <K extends SettingsKey>(db: ReadDb, key: K): Promise<SettingsValue<K>> => {
  const [row] = await kept.run(
    db,
    '',
    () => db.selectFrom('settings').select('value').where('key', '=', later<string>('key')),
    { key },
  )
  if (!row) return defaultSettings[key]
  const known = parsedOf.get(key)
  if (known?.text === row.value) return known.value as SettingsValue<K>
  const parsed = settingsSchemas[key].safeParse(JSON.parse(row.value))
  const value = parsed.success ? (parsed.data as SettingsValue<K>) : defaultSettings[key]
  parsedOf.set(key, { text: row.value, value })
  return value
}

export const writeSetting = async <K extends SettingsKey>(
  db: WriteDb,
  key: K,
  value: SettingsValue<K>,
  by: { readonly userId: number | null; readonly at: number },
): Promise<void> => {
  const row = { key, value: JSON.stringify(value), updated_at: by.at, updated_by: by.userId }
  await db
    .insertInto('settings')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
    .execute()
}
