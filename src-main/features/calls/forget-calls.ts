import { DAY_MS } from '@shared/kernel/instant'
import { asSystem } from '@main/store/audit/acting'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'

/** At most so many in one write: people's own writes come first. */
const AT_ONCE = 500

/** Forgets calls that are older than the office keeps them; answers how many are gone. */
export const forgetCalls = async (
  parts: Pick<FeatureParts, 'current' | 'clock'>,
  isStopped: () => boolean = () => false,
): Promise<number> => {
  const { store } = parts.current
  const old = (limit: number) =>
    store.read(async (db) => {
      const { keepDays } = await readSetting(db, 'phone')
      const before = parts.clock.now() - keepDays * DAY_MS
      return db.selectFrom('calls').select('id').where('started_at', '<', before).limit(limit).execute()
    })
  let gone = 0
  for (;;) {
    const found = await old(AT_ONCE)
    if (!found.ok || found.value.length === 0 || isStopped()) return gone
    const ids = found.value.map(({ id }) => id)
    const done = await asSystem('calls.forgotten', () =>
      store.write(async (db) => {
        await db.deleteFrom('calls').where('id', 'in', ids).execute()
        return {}
      }),
    )
    if (!done.ok) return gone
    gone += ids.length
  }
}
