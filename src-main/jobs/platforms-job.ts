import type { PlatformParts } from '@main/features/platforms/platform-ports'
import { duePlatforms } from '@main/features/platforms/due-platforms'
import { syncPlatform } from '@main/features/platforms/sync-platform'
import type { Part } from '@main/platform/part'
import { asSystem } from '@main/store/audit/acting'
import { rounds } from './rounds'

const TICK_MS = 10_000

/** Reads the online platforms and tells them what the office did, one desk at a time. */
export const platformsJob = (parts: PlatformParts, changed: () => void): Part =>
  rounds(parts, {
    name: 'platforms',
    everyMs: TICK_MS,
    round: async (isStopped) => {
      for (const id of await duePlatforms(parts)) {
        if (isStopped()) return
        await parts.current.leases.during(`platform:${id}`, async (lease) => {
          const synced = await asSystem('platforms.sync', () => syncPlatform(parts, id, lease))
          if (!synced.ok) parts.logger.warn('a platform was not read', { code: synced.error.code })
        })
        changed()
      }
    },
  })
