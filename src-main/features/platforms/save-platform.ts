import type { InputOf, OutputOf } from '@shared/contract/define'
import type { PlatformFields, platforms } from '@shared/contract/platforms'
import { refuse } from '@shared/kernel/app-error'
import type { CategoryId, PlatformId } from '@shared/kernel/ids'
import { DAY_MS, instantOrNull } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import { PlatformError } from '@main/platform/open311'
import { checkBase } from '@main/store/check-base'
import type { ReadDb } from '@main/store/handles'
import type { PlatformParts } from './platform-ports'
import { allPlatforms, platformById, secretKey, toFields, toRow } from './platform-rows'

type Calls = typeof platforms
type Done = Result<Record<string, never>>

/** Reports of the last month come in with the first reading. */
const FIRST_DAYS = 30

const lastEntry = async (db: ReadDb): Promise<number> =>
  Number(
    (
      await db
        .selectFrom('timeline')
        .select(({ fn }) => fn.max('id').as('id'))
        .executeTakeFirstOrThrow()
    ).id ?? 0,
  )

export const listPlatforms = async (parts: PlatformParts): Promise<Result<OutputOf<Calls['list']>>> => {
  const rows = await parts.current.store.read(allPlatforms)
  if (!rows.ok) return rows
  const keys = new Set<number>()
  for (const { id } of rows.value) {
    const key = await parts.secrets.get(secretKey(id))
    if (key.ok && key.value !== null) keys.add(id)
  }
  return parts.current.store.read(async (db) => {
    const requestsOf = async (id: number): Promise<number> => {
      const { n } = await db
        .selectFrom('platform_requests')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('platform_id', '=', id)
        .executeTakeFirstOrThrow()
      return n
    }
    const updatesOf = async (id: number, state: 'waiting' | 'refused'): Promise<number> => {
      const { n } = await db
        .selectFrom('platform_outbox')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('platform_id', '=', id)
        .where('state', '=', state)
        .executeTakeFirstOrThrow()
      return n
    }
    const cards: OutputOf<Calls['list']>['platforms'] = []
    for (const row of rows.value)
      cards.push({
        ...toFields(row),
        hasKey: keys.has(row.id),
        hasUpdates: row.has_updates === 1,
        checkedAt: instantOrNull(row.checked_at),
        failure:
          row.failure === null
            ? null
            : {
                code: row.failure as NonNullable<(typeof cards)[number]['failure']>['code'],
                details: JSON.parse(row.failure_details) as Record<string, string>,
              },
        requests: await requestsOf(row.id),
        waiting: await updatesOf(row.id, 'waiting'),
        refused: await updatesOf(row.id, 'refused'),
      })
    return { platforms: cards }
  })
}

export const createPlatform = (parts: PlatformParts, fields: PlatformFields): Promise<Result<{ id: PlatformId }>> =>
  parts.current.store.write(async (db) => {
    const { insertId } = await db
      .insertInto('platforms')
      // What was done before is not told now.
      .values({ ...toRow(fields), read_to: parts.clock.now() - FIRST_DAYS * DAY_MS, pushed_entry: await lastEntry(db) })
      .executeTakeFirstOrThrow()
    return { id: Number(insertId) as PlatformId }
  })

export const editPlatform = (parts: PlatformParts, { id, base, changes }: InputOf<Calls['edit']>): Promise<Done> =>
  parts.current.store.write(async (db) => {
    const row = (await platformById(db, id)) ?? refuse('not_found')
    const before: PlatformFields = toFields(row)
    checkBase<PlatformFields>(before, base, changes)
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined))
    const after: PlatformFields = { ...before, ...given }
    const resumes = after.push && !before.push
    await db
      .updateTable('platforms')
      .set({
        ...toRow(after),
        next_attempt_at: 0,
        ...(resumes ? { pushed_entry: await lastEntry(db) } : {}),
        ...(after.url === before.url ? {} : { checked_at: null, failure: null }),
      })
      .where('id', '=', id)
      .execute()
    return {}
  })

export const removePlatform = async (parts: PlatformParts, id: PlatformId): Promise<Done> => {
  const removed = await parts.current.store.write(async (db) => {
    if (!(await platformById(db, id))) refuse('not_found')
    await db.updateTable('platforms').set({ removed: 1, active: 0 }).where('id', '=', id).execute()
    await db.deleteFrom('platform_outbox').where('platform_id', '=', id).where('state', '=', 'waiting').execute()
    return {}
  })
  if (removed.ok) await parts.secrets.remove(secretKey(id))
  return removed
}

export const setPlatformKey = async (parts: PlatformParts, { id, key }: InputOf<Calls['setKey']>): Promise<Done> => {
  const kept = key === '' ? await parts.secrets.remove(secretKey(id)) : await parts.secrets.set(secretKey(id), key)
  if (!kept.ok) return kept
  return parts.current.store.write(async (db) => {
    await db.updateTable('platforms').set({ next_attempt_at: 0 }).where('id', '=', id).execute()
    return {}
  })
}

export const testPlatform = async (
  parts: PlatformParts,
  { url, jurisdiction }: InputOf<Calls['test']>,
): Promise<Result<OutputOf<Calls['test']>>> => {
  const server = { url: url.replace(/\/+$/, ''), jurisdiction, apiKey: '' }
  try {
    const services = await parts.open311.services(server)
    return ok({ services: services.length, hasUpdates: await parts.open311.hasUpdates(server) })
  } catch (error) {
    if (error instanceof PlatformError) return err(error.error)
    throw error
  }
}

export const servicesOf = (parts: PlatformParts, id: PlatformId): Promise<Result<OutputOf<Calls['services']>>> =>
  parts.current.store.read(async (db) => {
    const rows = await db
      .selectFrom('platform_services')
      .selectAll()
      .where('platform_id', '=', id)
      .orderBy('group_name')
      .orderBy('name')
      .execute()
    return {
      services: rows.map((row) => ({
        code: row.code,
        name: row.name,
        group: row.group_name,
        categoryId: row.category_id as CategoryId | null,
      })),
    }
  })

export const mapService = (
  parts: PlatformParts,
  { id, code, categoryId }: InputOf<Calls['mapService']>,
): Promise<Done> =>
  parts.current.store.write(async (db) => {
    const changed = await db
      .updateTable('platform_services')
      .set({ category_id: categoryId })
      .where('platform_id', '=', id)
      .where('code', '=', code)
      .executeTakeFirst()
    if (changed.numUpdatedRows === 0n) refuse('not_found', { field: 'code' })
    return {}
  })

export const tellAgain = (parts: PlatformParts, id: PlatformId): Promise<Done> =>
  parts.current.store.write(async (db) => {
    await db
      .updateTable('platform_outbox')
      .set({ state: 'waiting', error_code: null })
      .where('platform_id', '=', id)
      .where('state', '=', 'refused')
      .execute()
    await db.updateTable('platforms').set({ next_attempt_at: 0 }).where('id', '=', id).execute()
    return {}
  })
