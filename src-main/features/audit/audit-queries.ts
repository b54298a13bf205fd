import { type SelectQueryBuilder, sql } from 'kysely'
import type { AuditFilter, AuditRow } from '@shared/contract/audit'
import { addDays, startOfDay } from '@shared/deadlines/zone'
import { parseTypedNumber } from '@shared/tickets/number'
import type { StoredAudit } from '@main/store/audit/audit-rows'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'
import { readSetting } from '../settings/read-setting'
import { toAuditRow } from './audit-rows'

type AuditQuery<O> = SelectQueryBuilder<Tables, 'audit', O>

const NOBODY = -1

const ticketIds = async (db: ReadDb, text: string): Promise<readonly number[]> => {
  const typed = parseTypedNumber(text)
  if (typed === null) return []
  const query = db.selectFrom('tickets').select('id').where('seq', '=', typed.sequence)
  const rows = await (typed.year === undefined ? query : query.where('year', '=', typed.year)).execute()
  return rows.map(({ id }) => id)
}

/** Narrows a select on the register; a ticket's number that no ticket has finds nothing. */
const filtered = async (db: ReadDb, filter: AuditFilter): Promise<<O>(query: AuditQuery<O>) => AuditQuery<O>> => {
  const { zone } = await readSetting(db, 'calendar')
  const tickets = filter.ticket === '' ? null : await ticketIds(db, filter.ticket)
  return <O>(base: AuditQuery<O>) => {
    let query = base
    if (filter.kinds.length > 0) query = query.where('audit.kind', 'in', filter.kinds)
    if (filter.userIds.length > 0)
      query = query.where((eb) =>
        eb.or([
          eb('audit.user_id', 'in', filter.userIds),
          ...(filter.userIds.includes(0) ? [eb('audit.actor', '=', 'system')] : []),
        ]),
      )
    if (filter.names.length > 0) query = query.where('audit.name', 'in', filter.names)
    if (filter.chains.length > 0) query = query.where('audit.chain', 'in', filter.chains)
    if (tickets !== null)
      query = query
        .where('audit.entity', '=', 'tickets')
        .where('audit.entity_id', 'in', tickets.length === 0 ? [NOBODY] : tickets)
    if (filter.from !== null) query = query.where('audit.at', '>=', startOfDay(filter.from, zone))
    if (filter.to !== null) query = query.where('audit.at', '<', startOfDay(addDays(filter.to, 1), zone))
    return query
  }
}

const shown = (db: ReadDb) =>
  db
    .selectFrom('audit')
    .leftJoin('users', 'users.id', 'audit.user_id')
    .leftJoin('tickets', (join) => join.onRef('tickets.id', '=', 'audit.entity_id').on('audit.entity', '=', 'tickets'))
    .leftJoin('users as person', (join) =>
      join.onRef('person.id', '=', 'audit.entity_id').on('audit.entity', '=', 'users'),
    )
    .select([
      'audit.id',
      'audit.at',
      'audit.kind',
      'audit.name',
      'audit.user_id',
      'audit.actor',
      'audit.os_user',
      'audit.host',
      'audit.entity',
      'audit.entity_id',
      'audit.count',
      'audit.outcome',
      'users.display_name',
      'tickets.number',
      'person.display_name as person',
    ])

/** A page of the register, newest first. */
export const listAudit = async (
  db: ReadDb,
  filter: AuditFilter,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ rows: AuditRow[]; total: number }> => {
  const narrow = await filtered(db, filter)
  const ids = await narrow(db.selectFrom('audit').select('audit.id'))
    .orderBy('audit.id', 'desc')
    .offset(offset)
    .limit(limit)
    .execute()
  const { n: total } = await narrow(
    db.selectFrom('audit').select((eb) => eb.fn.countAll<number>().as('n')),
  ).executeTakeFirstOrThrow()
  if (ids.length === 0) return { rows: [], total }
  const rows = await shown(db)
    .where(
      'audit.id',
      'in',
      ids.map(({ id }) => id),
    )
    .orderBy('audit.id', 'desc')
    .execute()
  return { rows: rows.map(toAuditRow), total }
}

/** The filter's rows after that one, oldest first: for a table that leaves. */
export const auditPiece = async (
  db: ReadDb,
  filter: AuditFilter,
  after: number,
  limit: number,
): Promise<AuditRow[]> => {
  const narrow = await filtered(db, filter)
  const ids = await narrow(db.selectFrom('audit').select('audit.id').where('audit.id', '>', after))
    .orderBy('audit.id')
    .limit(limit)
    .execute()
  if (ids.length === 0) return []
  const rows = await shown(db)
    .where(
      'audit.id',
      'in',
      ids.map(({ id }) => id),
    )
    .orderBy('audit.id')
    .execute()
  return rows.map(toAuditRow)
}

export interface LinkedAudit extends StoredAudit {
  /** The hash of the same desk's row before; null before the first. */
  readonly previous: string | null
  /** The hash of the register's row before; null before the first. */
  readonly across: string | null
}

/**
 * Every row from the first to the last of the filter's days, oldest first, with what it follows. Other parts of the
 * filter are left out: a chain with holes proves nothing.
 */
export const linkedPiece = async (
  db: ReadDb,
  { from, to }: Pick<AuditFilter, 'from' | 'to'>,
  after: number,
  limit: number,
): Promise<LinkedAudit[]> => {
  const { zone } = await readSetting(db, 'calendar')
  let days = db.selectFrom('audit').select((eb) => [eb.fn.min('id').as('first'), eb.fn.max('id').as('last')])
  if (from !== null) days = days.where('at', '>=', startOfDay(from, zone))
  if (to !== null) days = days.where('at', '<', startOfDay(addDays(to, 1), zone))
  const { first, last } = await days.executeTakeFirstOrThrow()
  if (first === null || last === null) return []
  return db
    .selectFrom('audit')
    .leftJoin('audit as own', (join) =>
      join.onRef('own.chain', '=', 'audit.chain').on('own.seq', '=', sql<number>`audit.seq - 1`),
    )
    .leftJoin('audit as any', (join) => join.on('any.id', '=', sql<number>`audit.id - 1`))
    .selectAll('audit')
    .select(['own.hash as previous', 'any.hash as across'])
    .where('audit.id', '>=', Math.max(Number(first), after + 1))
    .where('audit.id', '<=', Number(last))
    .orderBy('audit.id')
    .limit(limit)
    .execute()
}

export const auditRowById = (db: ReadDb, id: number): Promise<StoredAudit | undefined> =>
  db.selectFrom('audit').selectAll().where('id', '=', id).executeTakeFirst()

/** What there is to filter by. */
export const auditFacets = async (
  db: ReadDb,
): Promise<{
  names: string[]
  people: { id: number; name: string }[]
  desks: { chain: string; host: string; osUser: string }[]
}> => {
  const names = await db.selectFrom('audit').select('name').distinct().orderBy('name').execute()
  const people = await db.selectFrom('users').select(['id', 'display_name']).orderBy('display_name').execute()
  const ends = db
    .selectFrom('audit')
    .select((eb) => ['chain', eb.fn.max('seq').as('seq')])
    .groupBy('chain')
    .as('ends')
  const desks = await db
    .selectFrom('audit')
    .innerJoin(ends, (join) => join.onRef('ends.chain', '=', 'audit.chain').onRef('ends.seq', '=', 'audit.seq'))
    .select(['audit.chain', 'audit.host', 'audit.os_user'])
    .orderBy('audit.at', 'desc')
    .execute()
  return {
    names: names.map(({ name }) => name),
    people: people.map(({ id, display_name }) => ({ id, name: display_name })),
    desks: desks.map(({ chain, host, os_user }) => ({ chain, host, osUser: os_user })),
  }
}

/** From the last row that a copy put back held to the moment when it was put back: what was written between is gone. */
export const restoredSpans = async (db: ReadDb): Promise<{ from: number; to: number }[]> =>
  db
    .selectFrom('audit')
    .innerJoin('audit as last', (join) => join.on('last.id', '=', sql<number>`audit.id - 1`))
    .select(['last.at as from', 'audit.at as to'])
    .where('audit.name', '=', 'copies.restore')
    .where('audit.outcome', '=', 'ok')
    .execute()
