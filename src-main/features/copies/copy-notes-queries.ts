import { type Instant, asInstant } from '@shared/kernel/instant'
import type { CopySettings } from '@shared/contract/settings'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'

export interface CopyFailure {
  readonly code: string
  readonly at: Instant
  readonly host: string
}

export interface CopyNotes {
  readonly settings: CopySettings
  readonly zone: string
  /** Which store this is; null in one of an older program. */
  readonly storeId: string | null
  readonly lastCopyAt: Instant | null
  readonly lastFailure: CopyFailure | null
}

const metaOf = async (db: ReadDb, key: string): Promise<string | null> =>
  (await db.selectFrom('meta').select('value').where('key', '=', key).executeTakeFirst())?.value ?? null

/** What the store remembers of its copies. A failure counts only until a later copy succeeds. */
export const readCopyNotes = async (db: ReadDb): Promise<CopyNotes> => {
  const last = await metaOf(db, 'last_copy_at')
  const failure = await metaOf(db, 'last_copy_failure')
  return {
    settings: await readSetting(db, 'copies'),
    zone: (await readSetting(db, 'calendar')).zone,
    storeId: await metaOf(db, 'store_id'),
    lastCopyAt: last === null ? null : asInstant(Number(last)),
    lastFailure: failure === null ? null : (JSON.parse(failure) as CopyFailure),
  }
}

const setMeta = async (db: WriteDb, key: string, value: string): Promise<void> => {
  await db
    .insertInto('meta')
    .values({ key, value })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ value }))
    .execute()
}

export const noteCopy = async (db: WriteDb, at: Instant): Promise<void> => {
  await setMeta(db, 'last_copy_at', String(at))
  await db.deleteFrom('meta').where('key', '=', 'last_copy_failure').execute()
}

export const noteCopyFailure = (db: WriteDb, failure: CopyFailure): Promise<void> =>
  setMeta(db, 'last_copy_failure', JSON.stringify(failure))
