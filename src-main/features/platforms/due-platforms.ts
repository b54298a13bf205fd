import type { PlatformParts } from './platform-ports'
import { allPlatforms, secretKey } from './platform-rows'

/** Platforms that this desk could read now. One that is also told is left to the desks that have its key. */
export const duePlatforms = async (parts: PlatformParts): Promise<number[]> => {
  const rows = await parts.current.store.read(allPlatforms)
  if (!rows.ok) return []
  const due: number[] = []
  for (const { id, active, push, has_updates: hasUpdates, next_attempt_at: nextAt } of rows.value) {
    if (active !== 1 || nextAt > parts.clock.now()) continue
    const needsKey = push === 1 && hasUpdates === 1
    const key = needsKey ? await parts.secrets.get(secretKey(id)) : null
    if (key === null || (key.ok && key.value !== null)) due.push(id)
  }
  return due
}
