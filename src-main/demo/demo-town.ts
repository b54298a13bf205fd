import type { OfficeCalendar } from '@shared/deadlines/office-calendar'
import { insertUser } from '@main/features/accounts/save-user'
import { seedDefaults } from '@main/features/settings/seed-defaults'
import { readSetting, writeSetting } from '@main/features/settings/read-setting'
import type { WriteDb } from '@main/store/handles'
import { asInstant } from '@shared/kernel/instant'
import { fillRegistry } from '@main/features/places/import-streets'
import type { RegistryStreet } from '@main/features/places/registry-file'
import { demoRoads } from './demo-roads'
import { demoStreets } from './demo-streets'
import { demoBoundary, demoCentre, demoDistrictRing } from './demo-ground'
import { CREWS, USERS } from './demo-words'
import type { SeededRandom } from './seeded-random'

/** Every demonstration user signs in with it; the sign-in page of a demonstration says so. */
export const DEMO_PASSWORD = 'dimostrazione'

export interface DemoTown {
  readonly users: readonly { readonly id: number; readonly name: string }[]
  readonly crews: readonly {
    readonly id: number
    readonly name: string
    /** Categories, local ones too. */
    readonly skills: ReadonlySet<number>
  }[]
  readonly categories: ReadonlyMap<string, number>
  readonly districts: readonly {
    readonly id: number
    readonly name: string
    readonly lat: number
    readonly lon: number
  }[]
  /** By the name of the district that they are in. */
  readonly streets: ReadonlyMap<string, readonly RegistryStreet[]>
  readonly bodies: readonly { readonly id: number; readonly name: string }[]
  readonly mailboxId: number
  readonly calendar: OfficeCalendar
}

/** An invented town: a boundary drawn by rule inside the default rectangle, districts spread over it. */
export const makeTown = async (
  db: WriteDb,
  random: SeededRandom,
  passwordHash: string,
  now: number,
): Promise<DemoTown> => {
  await seedDefaults(db, now)
  await db.insertInto('meta').values({ key: 'demo', value: '1' }).execute()
  const users: { id: number; name: string }[] = []
  for (const user of USERS) {
    const id = await insertUser(db, { ...user, roles: [...user.roles], email: null, active: true }, passwordHash, now)
    users.push({ id, name: user.displayName })
  }
  const categories = await db.selectFrom('categories').select(['id', 'key', 'parent_id']).execute()
  const categoryIds = new Map(categories.map((row) => [row.key ?? '', row.id]))
  const crews: { id: number; name: string; skills: Set<number> }[] = []
  const withLocal = (key: string): number[] => {
    const id = categoryIds.get(key)
    return id === undefined ? [] : [id, ...categories.filter((row) => row.parent_id === id).map((row) => row.id)]
  }
  for (const crew of CREWS) {
    const { insertId } = await db
      .insertInto('crews')
      .values({
        name: crew.name,
        color: crew.color,
        vehicle: crew.vehicle,
        capacity_visits: 8,
        capacity_minutes: 420,
        members: JSON.stringify(crew.members.map((name) => ({ name, phone: '', userId: null }))),
        skills: JSON.stringify(crew.skills.flatMap((key) => categoryIds.get(key) ?? [])),
      })
      .executeTakeFirstOrThrow()
    crews.push({ id: Number(insertId), name: crew.name, skills: new Set(crew.skills.flatMap(withLocal)) })
  }
  const { bbox } = await readSetting(db, 'map')
  const ring = demoBoundary(bbox, random)
  const rows = await db.selectFrom('districts').select(['id', 'name']).orderBy('id').execute()
  const districts = rows.map((row, index) => ({ ...row, ...demoCentre(row.name, bbox, index, rows.length) }))
  const area = (kind: string, name: string, districtId: number | null, outline: readonly unknown[]) => ({
    kind,
    name,
    district_id: districtId,
    geometry: JSON.stringify({ type: 'Polygon', coordinates: [outline] }),
  })
  const crewSettings = await readSetting(db, 'crews')
  const [west, south, east, north] = bbox
  const depot = { lat: south + (north - south) * 0.52, lon: west + (east - west) * 0.47 }
  await writeSetting(db, 'crews', { ...crewSettings, depot }, { userId: null, at: now })
  await db
    .insertInto('areas')
    .values(area('boundary', 'Confine dimostrativo', null, ring))
    .execute()
  for (const { id, name, lat, lon } of districts) {
    await db.updateTable('districts').set({ lat, lon }).where('id', '=', id).execute()
    const others = districts.filter((other) => other.id !== id).map((other) => [other.lon, other.lat] as const)
    await db
      .insertInto('areas')
      .values(area('district', name, id, demoDistrictRing(ring, [lon, lat], others)))
      .execute()
  }
  const streets = [...demoStreets(districts, random), ...demoRoads(districts, random)]
  await fillRegistry(
    db,
    { streets, rows: streets.length, skipped: [], noted: [] },
    { file: 'stradario-dimostrativo.csv', at: asInstant(now) },
  )
  const bodies = await db.selectFrom('bodies').select(['id', 'name']).where('is_home', '=', 0).orderBy('id').execute()
  const server = (host: string, port: number): string =>
    JSON.stringify({ host, port, security: 'tls', username: 'dimostrazione', pinnedFingerprint: '' })
  const { insertId } = await db
    .insertInto('mailboxes')
    .values({
      name: 'Posta dimostrativa',
      address: 'segnalazioni@dimostrazione.invalid',
      sender_name: 'Cantoniere di paese',
      imap: server('imap.dimostrazione.invalid', 993),
      smtp: server('smtp.dimostrazione.invalid', 465),
      first_sync_days: 30,
      signature: '{operatore}\n{ufficio}\nComune di {comune}\n{telefono}',
      // Never connected: a demonstration reads and sends nothing.
      active: 0,
    })
    .executeTakeFirstOrThrow()
  return {
    users,
    crews,
    districts,
    streets: Map.groupBy(streets, ({ locality }) => locality),
    categories: categoryIds,
    bodies,
    mailboxId: Number(insertId),
    calendar: await readSetting(db, 'calendar'),
  }
}
