import { sql } from 'kysely'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { OpenStorm, storms } from '@shared/contract/storms'
import type { SettingsValue } from '@shared/contract/settings'
import { refuse } from '@shared/kernel/app-error'
import type { CategoryId, StormId, TicketId } from '@shared/kernel/ids'
import { HOUR_MS, asInstant, instantOrNull } from '@shared/kernel/instant'
import { type StormReport, findStorms, joinsStorm } from '@shared/storms/find-storms'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { placedRows } from '../tickets/placed-rows-queries'

/** Newest reports that are compared: twice the worst day that a town of this size has had. */
const COMPARED = 2000
/** How far back, in lengths of the rule's own hours: a crowd that began before it ended is seen whole. */
const LOOK_BACK = 4
/** An open event asks for no more after so long; somebody forgot to close it. */
const ASKS_HOURS = 24 * 7
const MOST_DISTRICTS = 3

type Report = StormReport<number>

/** The category above each, for those that lie under one. */
const groupsOf = async (db: ReadDb): Promise<ReadonlyMap<number, number>> => {
  const rows = await db.selectFrom('categories').select(['id', 'parent_id']).execute()
  return new Map(rows.map(({ id, parent_id: parent }) => [id, parent ?? id]))
}

const COLUMNS = ['tickets.id', 'tickets.created_at', 'tickets.category_id', 'tickets.lat', 'tickets.lon'] as const

interface StoredReport {
  readonly id: number
  readonly created_at: number
  readonly category_id: number | null
  readonly lat: number | null
  readonly lon: number | null
  readonly district_id: number | null
}

const toReport = (row: StoredReport, groups: ReadonlyMap<number, number>): Report => ({
  id: row.id,
  at: row.created_at,
  group: row.category_id === null ? null : (groups.get(row.category_id) ?? null),
  point: row.lat === null || row.lon === null ? null : { lat: row.lat, lon: row.lon },
  districtId: row.district_id,
})

/** What came in since, is open, and that nobody has taken up or put aside; by the index of arrivals alone. */
export const freshQuery = (db: ReadDb, since: number) =>
  db
    .selectFrom('tickets')
    .select([...COLUMNS, 'tickets.district_id'])
    .where('tickets.created_at', '>=', since)
    // Hidden from the planner, which would read every open ticket of the store.
    .where(sql<boolean>`+tickets.is_open = 1`)
    .where('tickets.id', 'not in', db.selectFrom('storm_tickets').select('ticket_id'))
    .where('tickets.id', 'not in', db.selectFrom('storm_asides').select('ticket_id'))
    .orderBy('tickets.created_at', 'desc')
    .limit(COMPARED)

const freshReports = async (db: ReadDb, since: number, groups: ReadonlyMap<number, number>): Promise<Report[]> =>
  (await freshQuery(db, since).execute()).map((row) => toReport(row, groups))

/** An event's tickets; one that was merged since is counted in the other. */
const countedOf = (db: ReadDb, stormId: number) =>
  db
    .selectFrom('storm_tickets')
    .innerJoin('tickets', 'tickets.id', 'storm_tickets.ticket_id')
    .where('storm_tickets.storm_id', '=', stormId)
    .where('tickets.status', '<>', 'merged')

const membersOf = async (
  db: ReadDb,
  stormId: number,
  groups: ReadonlyMap<number, number>,
): Promise<readonly Report[]> => {
  const rows = await countedOf(db, stormId)
    .select([...COLUMNS, 'tickets.district_id'])
    .orderBy('tickets.id')
    .execute()
  return rows.map((row) => toReport(row, groups))
}

/** Those that are like its own, one leading to the next. */
const alikeOf = (
  fresh: readonly Report[],
  members: readonly Report[],
  rule: Parameters<typeof joinsStorm>[2],
): Report[] => {
  const found: Report[] = []
  const known = [...members]
  for (const report of fresh.toSorted((a, b) => a.at - b.at))
    if (joinsStorm(report, known, rule)) {
      found.push(report)
      known.push(report)
    }
  return found
}

const districtsOf = async (db: ReadDb, reports: readonly Report[]): Promise<string[]> => {
  const counts = new Map<number, number>()
  for (const { districtId } of reports)
    if (districtId !== null) counts.set(districtId, (counts.get(districtId) ?? 0) + 1)
  const most = [...counts].toSorted((a, b) => b[1] - a[1]).slice(0, MOST_DISTRICTS)
  if (most.length === 0) return []
  const rows = await db
    .selectFrom('districts')
    .select(['id', 'name'])
    .where(
      'id',
      'in',
      most.map(([id]) => id),
    )
    .execute()
  return most.flatMap(([id]) => rows.find((row) => row.id === id)?.name ?? [])
}

/** The open events, each with the newer reports that are like its own. */
const openStorms = async (
  db: ReadDb,
  now: number,
): Promise<{
  readonly open: OpenStorm[]
  readonly fresh: readonly Report[]
  readonly rule: SettingsValue<'storms'>
}> => {
  const rule = await readSetting(db, 'storms')
  const groups = await groupsOf(db)
  const fresh = await freshReports(db, now - LOOK_BACK * rule.hours * HOUR_MS, groups)
  const open: OpenStorm[] = []
  const rows = await db.selectFrom('storms').selectAll().where('closed_at', 'is', null).orderBy('id').execute()
  for (const row of rows) {
    const members = await membersOf(db, row.id, groups)
    const asks = now - row.opened_at < ASKS_HOURS * HOUR_MS
    open.push({
      id: row.id as StormId,
      name: row.name,
      categoryId: row.category_id as CategoryId | null,
      count: members.length,
      alike: (asks ? alikeOf(fresh, members, rule) : []).map(({ id }) => id as TicketId),
    })
  }
  return { open, fresh, rule }
}

export const lookAtStorms = async (db: ReadDb, now: number): Promise<OutputOf<(typeof storms)['look']>> => {
  const { open, fresh, rule } = await openStorms(db, now)
  const offered = new Set<number>(open.flatMap(({ alike }) => alike))
  const found = rule.on
    ? findStorms(
        fresh.filter(({ id }) => !offered.has(id)),
        rule,
      )
    : []
  const byId = new Map(fresh.map((report) => [report.id, report]))
  const proposals: OutputOf<(typeof storms)['look']>['proposals'] = []
  for (const { group, ids, firstAt, lastAt } of found) {
    const [key] = ids
    if (key === undefined) continue
    proposals.push({
      key: key as TicketId,
      categoryId: group as CategoryId,
      ticketIds: ids.map((id) => id as TicketId),
      firstAt: asInstant(firstAt),
      lastAt: asInstant(lastAt),
      districts: await districtsOf(
        db,
        ids.flatMap((id) => byId.get(id) ?? []),
      ),
    })
  }
  return { proposals, open }
}

export const storedStorm = (db: ReadDb, id: number) =>
  db.selectFrom('storms').selectAll().where('id', '=', id).executeTakeFirst()

export const readStorm = async (
  db: ReadDb,
  { id }: InputOf<(typeof storms)['get']>,
  now: number,
): Promise<OutputOf<(typeof storms)['get']>> => {
  const row = (await storedStorm(db, id)) ?? refuse('not_found')
  const members = await countedOf(db, id).select('tickets.id').orderBy('tickets.id').execute()
  const going = row.closed_at === null ? (await openStorms(db, now)).open : []
  const by =
    row.opened_by === null
      ? undefined
      : await db.selectFrom('users').select('display_name').where('id', '=', row.opened_by).executeTakeFirst()
  return {
    id: row.id as StormId,
    name: row.name,
    categoryId: row.category_id as CategoryId | null,
    openedAt: asInstant(row.opened_at),
    openedBy: by?.display_name ?? '',
    closedAt: instantOrNull(row.closed_at),
    tickets: await placedRows(
      db,
      members.map((one) => one.id),
    ),
    alike: await placedRows(db, going.find((one) => one.id === id)?.alike ?? []),
  }
}

/** What is typed has no number yet. */
const TYPED = 0

/** The same as is offered on the ticket when it is there: the report is looked at as if it had just come in. */
export const stormCovering = async (
  db: ReadDb,
  { categoryId, districtId, lat, lon }: InputOf<(typeof storms)['covering']>,
  now: number,
): Promise<OutputOf<(typeof storms)['covering']>> => {
  if (categoryId === null) return { offer: null }
  const rows = await db
    .selectFrom('storms')
    .select(['id', 'name'])
    .where('closed_at', 'is', null)
    .where('opened_at', '>', now - ASKS_HOURS * HOUR_MS)
    .orderBy('id')
    .execute()
  if (rows.length === 0) return { offer: null }
  const rule = await readSetting(db, 'storms')
  const groups = await groupsOf(db)
  const typed = toReport(
    { id: TYPED, created_at: now, category_id: categoryId, lat, lon, district_id: districtId },
    groups,
  )
  const fresh = await freshReports(db, now - LOOK_BACK * rule.hours * HOUR_MS, groups)
  for (const { id, name } of rows) {
    const members = await membersOf(db, id, groups)
    if (alikeOf([...fresh, typed], members, rule).some((report) => report.id === TYPED))
      return { offer: { id: id as StormId, name, count: members.length } }
  }
  return { offer: null }
}

export const stormOfTicket = async (
  db: ReadDb,
  ticketId: number,
  now: number,
): Promise<OutputOf<(typeof storms)['ofTicket']>> => {
  const own = await db
    .selectFrom('storm_tickets')
    .innerJoin('storms', 'storms.id', 'storm_tickets.storm_id')
    .select(['storms.id', 'storms.name', 'storms.closed_at'])
    .where('storm_tickets.ticket_id', '=', ticketId)
    .executeTakeFirst()
  if (own) {
    const { n } = await countedOf(db, own.id)
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .executeTakeFirstOrThrow()
    const storm = { id: own.id as StormId, name: own.name, count: Number(n), isOpen: own.closed_at === null }
    return { storm, offer: null }
  }
  const going = await db.selectFrom('storms').select('id').where('closed_at', 'is', null).executeTakeFirst()
  if (!going) return { storm: null, offer: null }
  const { open } = await openStorms(db, now)
  const one = open.find(({ alike }) => alike.some((id) => id === ticketId))
  return { storm: null, offer: one ? { id: one.id, name: one.name, count: one.count } : null }
}
