import { readSetting } from '../settings/read-setting'
import { siteSecret } from './open-place'
import type { SiteParts } from './site-ports'
import { siteState, siteWork, targetKey } from './site-state'

/** How often time itself is asked what it changed. */
const SWEEP_MS = 6 * 3_600_000

/**
 * Whether there is something to publish that this desk could publish now. A server is left to the desks that have its
 * password or key.
 */
export const isSitePublishable = async (parts: SiteParts, wordsChanged: boolean): Promise<boolean> => {
  const now = parts.clock.now()
  const read = await parts.current.store.read(async (db) => {
    const { target } = await readSetting(db, 'site')
    const state = await siteState(db)
    const work = await siteWork(db)
    return { target, state, work }
  })
  if (!read.ok) return false
  const { target, state, work } = read.value
  const isMoved = state.target !== targetKey(target)
  if (target.kind === 'none') return isMoved
  const isDue = isMoved || wordsChanged || work.dirty > 0 || work.sharedDue || now - state.swept_at >= SWEEP_MS
  if (!isDue || (state.next_attempt_at > now && !isMoved)) return false
  return target.kind === 'folder' || (await siteSecret(parts)) !== null
}
