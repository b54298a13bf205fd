import { hostname } from 'node:os'
import { asSystem } from '@main/store/audit/acting'
import { osUser } from '@main/store/audit/local-signature'
import type { CurrentStore } from '@main/store/current-store'
import { SCHEMA_VERSION } from '@main/store/migrations'
import { identityOf } from '@main/store/share/machine'
import type { Clock } from '@main/platform/clock'
import { inBackground } from '@main/platform/in-background'
import type { Logger } from '@main/platform/logger'
import type { Part } from './lifecycle'

const BEAT_MS = 10_000
/** Unchanged for so long on our own clock: that desk is gone, and its row with it. */
const GONE_MS = 60_000

export interface PresenceParts {
  readonly current: CurrentStore
  readonly clock: Clock
  readonly logger: Logger
  readonly deskId: string
  readonly kind: string
  readonly version: string
}

/** This desk's row in the store, raised every ten seconds; others' rows that stopped rising are swept. */
export const presence = (parts: PresenceParts): Part => {
  const seen = new Map<string, { beat: number; since: number }>()
  let timer: NodeJS.Timeout | null = null
  let beat = 0
  const { machine } = identityOf(undefined)

  const raise = async (): Promise<void> => {
    const opened = parts.current.opened
    if (opened === null || opened.store.facts.readOnly !== null) return
    beat += 1
    await asSystem('desk.presence', () =>
      opened.store.write(async (db) => {
        const now = parts.clock.monotonic()
        const row = {
          id: parts.deskId,
          host: hostname(),
          kind: parts.kind,
          os_user: osUser(),
          version: parts.version,
          schema_version: SCHEMA_VERSION,
          beat,
          started_at: parts.clock.now(),
          machine,
        }
        await db
          .insertInto('desks')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute()
        for (const other of await db
          .selectFrom('desks')
          .select(['id', 'beat'])
          .where('id', '<>', parts.deskId)
          .execute()) {
          const known = seen.get(other.id)
          if (!known || known.beat !== other.beat) seen.set(other.id, { beat: other.beat, since: now })
          else if (now - known.since > GONE_MS) {
            await db.deleteFrom('desks').where('id', '=', other.id).execute()
            seen.delete(other.id)
          }
        }
      }),
    )
  }

  return {
    name: 'presence',
    start: () => {
      timer = setInterval(() => inBackground(parts.logger, 'presence', raise()), BEAT_MS)
      timer.unref()
      return raise()
    },
    stop: async () => {
      if (timer) clearInterval(timer)
      const opened = parts.current.opened
      if (opened === null || opened.store.facts.readOnly !== null) return
      await asSystem('desk.presence', () =>
        opened.store.write(async (db) => {
          await db.deleteFrom('desks').where('id', '=', parts.deskId).execute()
        }),
      )
    },
  }
}
