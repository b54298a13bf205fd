import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { hasSiteSecret } from './open-place'
import type { SiteParts } from './site-ports'
import { SWEEP_MS, hasDirtyPages, siteState, targetKey } from './site-state'

/** Whether the office has a site, or had one until a moment ago. */
export const hasSite = async (db: ReadDb): Promise<boolean> => {
  const { target } = await readSetting(db, 'site')
  return target.kind !== 'none' || (await siteState(db)).target !== targetKey(target)
}

/**
 * Whether there is something to publish that this desk could publish now. A server is left to the desks that have its
 * password or key.
 */
export const isSitePublishable = async (parts: SiteParts, wordsChanged: boolean): Promise<boolean> => {
  const now = parts.clock.now()
  const read = await parts.current.store.read(async (db) => {
    const { target } = await readSetting(db, 'site')
    return { target, state: await siteState(db), isDirty: await hasDirtyPages(db) }
  })
  if (!read.ok) return false
  const { target, state, isDirty } = read.value
  const isMoved = state.target !== targetKey(target)
  if (target.kind === 'none') return isMoved
  const isDue = isMoved || wordsChanged || isDirty || state.shared_due === 1 || now - state.swept_at >= SWEEP_MS
  if (!isDue || (state.next_attempt_at > now && !isMoved)) return false
  return target.kind === 'folder' || (await hasSiteSecret(parts))
}
