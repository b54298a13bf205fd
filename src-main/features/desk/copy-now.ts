import type { OutputOf } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import type { Result } from '@shared/kernel/result'
import { copyStore } from '@main/store/backup'
import type { FeatureParts } from '../feature-parts'

/** Copies the open store while people work, and remembers when. */
export const copyNow = async (
  parts: FeatureParts,
  folder: string,
): Promise<Result<OutputOf<(typeof desk)['backup']>>> => {
  const { store } = parts.current
  const at = parts.clock.now()
  const made = await copyStore(store.facts.path, folder, new Date(at))
  if (!made.ok || store.facts.readOnly !== null) return made
  const noted = await store.write(async (db) => {
    const row = { key: 'last_copy_at', value: String(at) }
    await db
      .insertInto('meta')
      .values(row)
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute()
  })
  return noted.ok ? made : noted
}
