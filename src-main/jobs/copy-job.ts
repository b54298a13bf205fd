import { isCopyDue } from '@shared/copies/schedule'
import type { CopiesParts } from '@main/features/copies/copies-parts'
import { readCopyNotes } from '@main/features/copies/copy-notes-queries'
import { makeCopy } from '@main/features/copies/make-copy'
import type { Part } from '@main/platform/part'
import { Act, SYSTEM, acting } from '@main/store/audit/acting'
import { rounds } from './rounds'

/** Asked this often whether a copy is due. The first question waits as long: a desk that starts has better things to do. */
const TICK_MS = 60_000
/** After a failure another desk gets its chance: this one may not reach the folder at all. */
const STEP_BACK_MS = 10 * 60_000

/** Makes the planned copies, one desk at a time. */
export const copyJob = (parts: CopiesParts, tickMs = TICK_MS): Part => {
  const { current, clock, logger, runningCopy } = parts
  let notBefore = 0
  const isDue = async (): Promise<boolean> => {
    const notes = await current.store.read(readCopyNotes)
    if (!notes.ok) return false
    const { settings, lastCopyAt, zone } = notes.value
    return settings.enabled && isCopyDue(settings.times, lastCopyAt, clock.now(), zone)
  }
  return rounds(parts, {
    name: 'copies',
    everyMs: tickMs,
    // Who leaves does not wait for a copy of gigabytes.
    listen: () => () => runningCopy.current?.stop(),
    round: async () => {
      if (clock.monotonic() < notBefore || runningCopy.current !== null || !(await isDue())) return
      await current.leases.during('copies', async () => {
        // Another desk may have made it between the two looks.
        if (!(await isDue())) return
        const made = await acting(new Act({ kind: 'event', name: 'copies.make', actor: SYSTEM }), () => makeCopy(parts))
        if (made.ok) return
        notBefore = clock.monotonic() + STEP_BACK_MS
        logger.warn('copies.failed', { code: made.error.code })
      })
    },
  })
}
