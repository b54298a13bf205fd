import type { Catalog, SettingsKey, SettingsValue } from '@shared/contract/settings'
import type { CrewId } from '@shared/kernel/ids'
import { siteRoot } from '@shared/site/page-address'
import type { ReadDb } from '@main/store/handles'
import { toBody, toCategory, toDistrict } from './catalog-rows'
import { readSetting } from './read-setting'

/** Capitals do not go first: Acque, ANAS, Ascit. */
const NAMES = new Intl.Collator('it')

export const readCatalog = async (db: ReadDb): Promise<Catalog> => {
  const categories = await db.selectFrom('categories').selectAll().orderBy('sort').orderBy('name').execute()
  const districts = await db.selectFrom('districts').selectAll().orderBy('name').execute()
  const bodies = await db.selectFrom('bodies').selectAll().execute()
  const crews = await db.selectFrom('crews').select(['id', 'name', 'color', 'active']).orderBy('name').execute()
  const { idleLockMinutes: _own, ...office } = await readSetting(db, 'office')
  const mail = await readSetting(db, 'mail')
  return {
    categories: categories.map(toCategory),
    districts: districts.map(toDistrict),
    bodies: bodies.toSorted((a, b) => b.is_home - a.is_home || NAMES.compare(a.name, b.name)).map(toBody),
    crews: crews.map((row) => ({ id: row.id as CrewId, name: row.name, color: row.color, active: row.active === 1 })),
    office,
    siteUrl: siteRoot((await readSetting(db, 'site')).publicUrl),
    zone: (await readSetting(db, 'calendar')).zone,
    undoSeconds: mail.undoSeconds,
  }
}

export const readAllSettings = async (db: ReadDb): Promise<{ [K in SettingsKey]: SettingsValue<K> }> => ({
  office: await readSetting(db, 'office'),
  calendar: await readSetting(db, 'calendar'),
  deadlines: await readSetting(db, 'deadlines'),
  map: await readSetting(db, 'map'),
  mail: await readSetting(db, 'mail'),
  citizen: await readSetting(db, 'citizen'),
  followUp: await readSetting(db, 'followUp'),
  site: await readSetting(db, 'site'),
  whatsapp: await readSetting(db, 'whatsapp'),
  platformMail: await readSetting(db, 'platformMail'),
  copies: await readSetting(db, 'copies'),
  access: await readSetting(db, 'access'),
  crews: await readSetting(db, 'crews'),
  storms: await readSetting(db, 'storms'),
  forwarding: await readSetting(db, 'forwarding'),
  reminders: await readSetting(db, 'reminders'),
  oauth: await readSetting(db, 'oauth'),
  phone: await readSetting(db, 'phone'),
})
