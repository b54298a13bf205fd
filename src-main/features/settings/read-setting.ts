import { type SettingsKey, type SettingsValue, settingsSchemas } from '@shared/contract/settings'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { defaultSettings } from './defaults'

/** One setting; the shipped default where the store holds none, or one that this program cannot read. */
export const readSetting = async <K extends SettingsKey>(db: ReadDb, key: K): Promise<SettingsValue<K>> => {
  const row = await db.selectFrom('settings').select('value').where('key', '=', key).executeTakeFirst()
  if (!row) return defaultSettings[key]
  const parsed = settingsSchemas[key].safeParse(JSON.parse(row.value))
  return parsed.success ? (parsed.data as SettingsValue<K>) : defaultSettings[key]
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
