import { PRIORITY_RANK } from '@shared/tickets/vocabulary'
import type { WriteDb } from '@main/store/handles'
import { shipAnswers } from '../answers/ship-answers'
import { shipRules } from '../competence/ship-rules'
import { shipMacros } from '../macros/ship-macros'
import { defaultSettings, defaults } from './defaults'
import { writeSetting } from './read-setting'

/** Fills a new store with what ships: settings, categories, bodies, districts, ready answers. Inside the write that makes it. */
export const seedDefaults = async (db: WriteDb, now: number): Promise<void> => {
  const by = { userId: null, at: now }
  await writeSetting(db, 'office', defaultSettings.office, by)
  await writeSetting(db, 'calendar', defaultSettings.calendar, by)
  await writeSetting(db, 'deadlines', defaultSettings.deadlines, by)
  await writeSetting(db, 'map', defaultSettings.map, by)
  await writeSetting(db, 'mail', defaultSettings.mail, by)
  await writeSetting(db, 'copies', defaultSettings.copies, by)
  await writeSetting(db, 'access', defaultSettings.access, by)
  await writeSetting(db, 'crews', defaultSettings.crews, by)
  await writeSetting(db, 'forwarding', defaultSettings.forwarding, by)
  await writeSetting(db, 'oauth', defaultSettings.oauth, by)
  const ids = new Map<string, number>()
  // Parents first: a child names its parent by key.
  const ordered = [...defaults.categories].sort((a, b) => Number(a.parent !== null) - Number(b.parent !== null))
  for (const [sort, category] of ordered.entries()) {
    const { insertId } = await db
      .insertInto('categories')
      .values({
        key: category.key,
        parent_id: category.parent === null ? null : (ids.get(category.parent) ?? null),
        name: category.name,
        icon: category.icon,
        duplicate_radius: category.duplicateRadius,
        default_priority: PRIORITY_RANK[category.defaultPriority],
        checklist: JSON.stringify(category.checklist),
        sort,
      })
      .executeTakeFirstOrThrow()
    ids.set(category.key, Number(insertId))
  }
  for (const name of defaults.districts)
    await db.insertInto('districts').values({ name, lat: null, lon: null }).execute()
  for (const body of defaults.bodies)
    await db
      .insertInto('bodies')
      .values({ name: body.name, notes: body.notes, is_home: body.isHome ? 1 : 0 })
      .execute()
  await shipRules(db)
  await shipAnswers(db)
  await shipMacros(db)
}
