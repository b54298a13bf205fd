import type { InputOf, OutputOf } from '@shared/contract/define'
import type { storms } from '@shared/contract/storms'
import { refuse } from '@shared/kernel/app-error'
import type { StormId, TicketId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { listOf } from '@main/store/dialects/sqlite/id-list'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { type Actor, actorOf, writeEntry } from '../tickets/write-entry'
import { storedStorm } from './storm-queries'

type Nothing = Promise<Result<Record<string, never>>>
type ById = InputOf<(typeof storms)['close']>

interface By {
  readonly at: number
  readonly actor: Actor | null
}

const existing = async (db: WriteDb, ids: readonly number[]): Promise<number[]> => {
  const rows = await db
    .selectFrom('tickets')
    .select('id')
    .where('id', 'in', listOf(JSON.stringify(ids)))
    .where('status', '<>', 'merged')
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id)
}

const taken = async (db: WriteDb, ids: readonly number[]): Promise<{ ticket_id: number; storm_id: number }[]> =>
  db
    .selectFrom('storm_tickets')
    .select(['ticket_id', 'storm_id'])
    .where('ticket_id', 'in', listOf(JSON.stringify(ids)))
    .execute()

/** A report says on its timeline of which event it is, and when it left it. */
const tell = (db: WriteDb, ticketId: number, [from, to]: readonly [string, string], { at, actor }: By) =>
  writeEntry(db, { ticketId, at, actor, kind: 'fields', data: { field: 'storm', from, to } })

const add = async (
  db: WriteDb,
  storm: { readonly id: number; readonly name: string },
  ids: readonly number[],
  by: By,
): Promise<void> => {
  for (const ticketId of ids) {
    await db.insertInto('storm_tickets').values({ ticket_id: ticketId, storm_id: storm.id, at: by.at }).execute()
    await db.deleteFrom('storm_asides').where('ticket_id', '=', ticketId).execute()
    await tell(db, ticketId, ['', storm.name], by)
  }
}

const putAside = async (db: WriteDb, ids: readonly number[], at: number): Promise<void> => {
  for (const id of ids)
    await db
      .insertInto('storm_asides')
      .values({ ticket_id: id, at })
      .onConflict((conflict) => conflict.column('ticket_id').doNothing())
      .execute()
}

/** The kind of work of most of them. */
const categoryOf = async (db: WriteDb, ids: readonly number[]): Promise<number | null> => {
  const row = await db
    .selectFrom('tickets')
    .innerJoin('categories', 'categories.id', 'tickets.category_id')
    .select(({ fn }) => [fn.coalesce('categories.parent_id', 'categories.id').as('group'), fn.countAll().as('n')])
    .where('tickets.id', 'in', listOf(JSON.stringify(ids)))
    .groupBy('group')
    .orderBy('n', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row?.group ?? null
}

type Open = (typeof storms)['open']

/** Inside a write; also how the demonstration gets its own. */
export const insertStorm = async (
  db: WriteDb,
  { name, ticketIds }: { readonly name: string; readonly ticketIds: readonly number[] },
  by: By,
): Promise<StormId> => {
  const ids = await existing(db, ticketIds)
  if (ids.length === 0) refuse('not_found', { field: 'ticketIds' })
  const others = await taken(db, ids)
  if (others.length > 0)
    refuse('conflict', { field: 'ticketIds', current: { ticketIds: others.map((one) => one.ticket_id) } })
  const { insertId } = await db
    .insertInto('storms')
    .values({
      name,
      category_id: await categoryOf(db, ids),
      opened_at: by.at,
      opened_by: by.actor?.id ?? null,
      closed_at: null,
      closed_by: null,
    })
    .executeTakeFirstOrThrow()
  const id = Number(insertId) as StormId
  await add(db, { id, name }, ids, by)
  return id
}

export const openStorm = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: InputOf<Open>,
): Promise<Result<OutputOf<Open>>> => {
  const at = parts.clock.now()
  return parts.current.store.write((db) =>
    doOnce(db, { userId: caller.user.id, at, key: input.key }, async () => ({
      id: await insertStorm(db, input, { at, actor: actorOf(caller) }),
    })),
  )
}

export const renameStorm = (parts: FeatureParts, { id, base, name }: InputOf<(typeof storms)['rename']>): Nothing =>
  parts.current.store.write(async (db) => {
    const storm = (await storedStorm(db, id)) ?? refuse('not_found')
    if (storm.name !== base) refuse('conflict', { field: 'name', current: { name: storm.name } })
    await db.updateTable('storms').set({ name }).where('id', '=', id).execute()
    return {}
  })

/** A report that has just been written down, inside its own write. */
export const joinOpenStorm = async (db: WriteDb, id: StormId, ticketId: TicketId, by: By): Promise<void> => {
  const storm = await storedStorm(db, id)
  if (storm === undefined || storm.closed_at !== null) return refuse('storm_closed', { field: 'storm' })
  await add(db, storm, [ticketId], by)
}

type Join = (typeof storms)['join']

export const joinStorm = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { id, ticketIds }: InputOf<Join>,
): Promise<Result<OutputOf<Join>>> =>
  parts.current.store.write(async (db) => {
    const storm = (await storedStorm(db, id)) ?? refuse('not_found')
    if (storm.closed_at !== null) refuse('storm_closed', { field: 'id' })
    const others = new Set((await taken(db, ticketIds)).map((one) => one.ticket_id))
    const ids = (await existing(db, ticketIds)).filter((one) => !others.has(one))
    await add(db, storm, ids, { at: parts.clock.now(), actor: actorOf(caller) })
    return { ticketIds: ids.map((one) => one as TicketId) }
  })

/** Out of it and asked no more: it would be offered to the same event at the next look. */
export const takeOutOfStorm = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { id, ticketIds }: InputOf<(typeof storms)['takeOut']>,
): Promise<Result<OutputOf<(typeof storms)['takeOut']>>> =>
  parts.current.store.write(async (db) => {
    const storm = (await storedStorm(db, id)) ?? refuse('not_found')
    const by = { at: parts.clock.now(), actor: actorOf(caller) }
    const mine = (await taken(db, ticketIds)).filter((one) => one.storm_id === id).map((one) => one.ticket_id)
    for (const ticketId of mine) {
      await db.deleteFrom('storm_tickets').where('ticket_id', '=', ticketId).execute()
      await tell(db, ticketId, [storm.name, ''], by)
    }
    await putAside(db, mine, by.at)
    return { ticketIds: mine.map((one) => one as TicketId) }
  })

export const dismissProposal = (parts: FeatureParts, { ticketIds }: InputOf<(typeof storms)['dismiss']>): Nothing =>
  parts.current.store.write(async (db) => {
    await putAside(db, await existing(db, ticketIds), parts.clock.now())
    return {}
  })

export const recallProposal = (parts: FeatureParts, { ticketIds }: InputOf<(typeof storms)['recall']>): Nothing =>
  parts.current.store.write(async (db) => {
    await db
      .deleteFrom('storm_asides')
      .where('ticket_id', 'in', listOf(JSON.stringify(ticketIds)))
      .execute()
    return {}
  })

export const closeStorm = (parts: FeatureParts, caller: SignedInCaller, { id }: ById): Nothing =>
  parts.current.store.write(async (db) => {
    if (!(await storedStorm(db, id))) refuse('not_found')
    await db
      .updateTable('storms')
      .set({ closed_at: parts.clock.now(), closed_by: caller.user.id })
      .where('id', '=', id)
      .where('closed_at', 'is', null)
      .execute()
    return {}
  })

export const reopenStorm = (parts: FeatureParts, { id }: ById): Nothing =>
  parts.current.store.write(async (db) => {
    if (!(await storedStorm(db, id))) refuse('not_found')
    await db.updateTable('storms').set({ closed_at: null, closed_by: null }).where('id', '=', id).execute()
    return {}
  })

export const dissolveStorm = (parts: FeatureParts, caller: SignedInCaller, { id }: ById): Nothing =>
  parts.current.store.write(async (db) => {
    const storm = (await storedStorm(db, id)) ?? refuse('not_found')
    const by = { at: parts.clock.now(), actor: actorOf(caller) }
    const members = await db.selectFrom('storm_tickets').select('ticket_id').where('storm_id', '=', id).execute()
    for (const { ticket_id: ticketId } of members) await tell(db, ticketId, [storm.name, ''], by)
    await db.deleteFrom('storm_tickets').where('storm_id', '=', id).execute()
    await db.deleteFrom('storms').where('id', '=', id).execute()
    return {}
  })
