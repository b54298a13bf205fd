import { hostname } from 'node:os'
import { clockDifference } from '@shared/desks/clock-difference'
import { asSystem } from '@main/store/audit/acting'
import { osUser } from '@main/store/audit/local-signature'
import type { CurrentStore } from '@main/store/current-store'
import { SCHEMA_VERSION } from '@main/store/migrations'
import { identityOf } from '@main/store/share/machine'
import type { Clock } from '@main/platform/clock'
import { inBackground } from '@main/platform/in-background'
import type { Logger } from '@main/platform/logger'
import type { Part } from '@main/platform/part'

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
  /** Mailboxes whose secret this desk has: it could take them over. */
  readonly mailboxes: () => readonly number[]
  /** Filled here: seconds that another desk's clock is ahead of ours, by the desk's id; nothing while they agree. */
  readonly clocks: Map<string, number>
  /** Tests cannot wait ten seconds. */
  readonly beatMs?: number | undefined
}

/** This desk's row in the store, raised every ten seconds; others' rows that stopped rising are swept. */
export const presence = (parts: PresenceParts): Part => {
  const seen = new Map<string, { beat: number; since: number }>()
  let timer: NodeJS.Timeout | null = null
  let beat = 0
  const beatMs = parts.beatMs ?? BEAT_MS
  let startedAt = 0
  const { machine } = identityOf(undefined)

  const compareClocks = (other: { readonly id: string; readonly clock_at: number }): void => {
    const ahead = clockDifference(other.clock_at, parts.clock.now(), beatMs)
    if (ahead === null) parts.clocks.delete(other.id)
    else parts.clocks.set(other.id, ahead)
  }

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
          started_at: startedAt,
          machine,
          clock_at: parts.clock.now(),
          mailboxes: JSON.stringify(parts.mailboxes()),
        }
        await db
          .insertInto('desks')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute()
        for (const other of await db
          .selectFrom('desks')
          .select(['id', 'beat', 'clock_at'])
          .where('id', '<>', parts.deskId)
          .execute()) {
          const known = seen.get(other.id)
          if (!known || known.beat !== other.beat) {
            seen.set(other.id, { beat: other.beat, since: now })
            // Only a beat that was seen to rise is fresh enough to tell the time by.
            if (known) compareClocks(other)
          } else if (now - known.since > GONE_MS) {
            await db.deleteFrom('desks').where('id', '=', other.id).execute()
            seen.delete(other.id)
            parts.clocks.delete(other.id)
          }
        }
      }),
    )
  }

  return {
    name: 'presence',
    start: () => {
      startedAt = parts.clock.now()
      parts.clocks.clear()
      timer = setInterval(() => inBackground(parts.logger, 'presence', raise()), beatMs)
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
