import { HOUR_MS } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { hasDirtyPages, siteState } from './site-state'

/** A desk that publishes looks at the site every six hours: after twelve, none that is in can. */
const STALE_MS = 12 * HOUR_MS

/** What the bottom line says of the public site; null where there is none. */
export const siteHealthOf = async (
  db: ReadDb,
  now: number,
): Promise<{ failure: string | null; stale: boolean } | null> => {
  const state = await siteState(db)
  if (state.target === '') return null
  return { failure: state.failure, stale: now - state.swept_at > STALE_MS && (await hasDirtyPages(db)) }
}
