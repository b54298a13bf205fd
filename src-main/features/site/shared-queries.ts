import { createHmac } from 'node:crypto'
import type { Expression } from 'kysely'
import { dayAt } from '@shared/deadlines/zone'
import { DAY_MS, type Instant, asInstant } from '@shared/kernel/instant'
import type { Area } from '@shared/places/geo'
import { hidden as unindexed } from '@main/store/dialects/sqlite/text-search'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { type MappedReport, type PublicMap, gatherMap } from './public-map'
import type { FeedEntry, SharedFacts } from './render-shared'

const SHOWN_CLOSED_MS = 30 * DAY_MS
/** More than a map of a town can show, and little enough to read at once. */
const MOST_REPORTS = 20_000
const FEED_LENGTH = 50
const TOLD = ['accepted', 'done', 'closed'] as const

const namesOf = async (db: ReadDb, table: 'categories' | 'districts'): Promise<Map<number, string>> =>
  new Map((await db.selectFrom(table).select(['id', 'name']).execute()).map(({ id, name }) => [id, name]))

const shownReports = async (db: ReadDb, now: number) => {
  const columns = ['id', 'lat', 'lon', 'is_open', 'category_id', 'district_id'] as const
  const of = () => db.selectFrom('tickets').select(columns).where('kind', '=', 'report').limit(MOST_REPORTS)
  const open = await of().where('is_open', '=', 1).orderBy('id', 'desc').execute()
  // By the index of closings, which ends where the thirty days do: that of the states would look at every closed one.
  const status: Expression<string> = unindexed('status')
  const closed = await of()
    .where(status, '=', 'closed')
    .where('closed_at', '>', now - SHOWN_CLOSED_MS)
    .orderBy('closed_at', 'desc')
    .execute()
  return [...open, ...closed]
}

/** What first page, map and feed are made of. */
export const sharedFactsOf = async (db: ReadDb, now: Instant): Promise<SharedFacts> => {
  const { town, serviceName, phone } = await readSetting(db, 'office')
  const { publicUrl, map: hasMap, hiddenCategories } = await readSetting(db, 'site')
  const office = { town, service: serviceName, phone }
  if (!hasMap) return { office, publicUrl, map: null, feed: [] }
  const hidden = new Set<number | null>(hiddenCategories)
  const categories = await namesOf(db, 'categories')
  const districts = await namesOf(db, 'districts')
  const named = (names: Map<number, string>, id: number | null): string => (id === null ? '' : (names.get(id) ?? ''))
  const reports = (await shownReports(db, now))
    .filter(({ category_id }) => !hidden.has(category_id))
    .map((row): MappedReport => ({
      lat: row.lat,
      lon: row.lon,
      isOpen: row.is_open === 1,
      category: named(categories, row.category_id),
      district: named(districts, row.district_id),
    }))
  return {
    office,
    publicUrl,
    map: { ...gatherMap(reports), ...(await groundOf(db)) },
    feed: await feedOf(db, { hidden, categories, districts, named }),
  }
}

const groundOf = async (db: ReadDb): Promise<Pick<PublicMap, 'bbox' | 'areas'>> => {
  const rows = await db
    .selectFrom('areas')
    .select(['name', 'geometry'])
    .where('kind', 'in', ['boundary', 'district'])
    .orderBy('id')
    .execute()
  return {
    bbox: (await readSetting(db, 'map')).bbox,
    areas: rows.map(({ name, geometry }) => ({ name, geometry: JSON.parse(geometry) as Area })),
  }
}

interface FeedNames {
  readonly hidden: ReadonlySet<number | null>
  readonly categories: Map<number, string>
  readonly districts: Map<number, string>
  readonly named: (names: Map<number, string>, id: number | null) => string
}

const feedOf = async (db: ReadDb, { hidden, categories, districts, named }: FeedNames): Promise<FeedEntry[]> => {
  const { zone } = await readSetting(db, 'calendar')
  const { feed_key: key } = await db.selectFrom('site_state').select('feed_key').executeTakeFirstOrThrow()
  const rows = await db
    .selectFrom('timeline')
    .innerJoin('tickets', 'tickets.id', 'timeline.ticket_id')
    .select(['timeline.id', 'timeline.at', 'timeline.data', 'tickets.category_id', 'tickets.district_id'])
    .where('timeline.kind', '=', 'status')
    .where('tickets.kind', '=', 'report')
    .orderBy('timeline.id', 'desc')
    .limit(4 * FEED_LENGTH)
    .execute()
  return rows
    .flatMap(({ id, at, data, category_id, district_id }): FeedEntry[] => {
      const { to, undone } = JSON.parse(data) as { to?: string; undone?: boolean }
      const state = TOLD.find((one) => one === to)
      if (state === undefined || undone === true || hidden.has(category_id)) return []
      return [
        {
          id: createHmac('sha256', key).update(String(id)).digest('hex').slice(0, 32),
          day: dayAt(asInstant(at), zone),
          category: named(categories, category_id),
          district: named(districts, district_id),
          state,
        },
      ]
    })
    .slice(0, FEED_LENGTH)
}
