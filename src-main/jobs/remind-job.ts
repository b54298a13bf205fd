import { MINUTE_MS } from '@shared/kernel/instant'
import type { FeatureParts } from '@main/features/feature-parts'
import { dueReminders, remindDue } from '@main/features/forwarding/remind-due'
import type { Part } from '@main/platform/part'
import { asSystem } from '@main/store/audit/acting'
import { rounds } from './rounds'

const TICK_MS = 5 * MINUTE_MS

/** Reminds the bodies for which the office switched it on, in working hours and by one desk. */
export const remindJob = (parts: FeatureParts): Part =>
  rounds(parts, { name: 'reminders', everyMs: TICK_MS, round: (isStopped) => remindRound(parts, isStopped) })

export const remindRound = async (parts: FeatureParts, isStopped: () => boolean): Promise<void> => {
  const { store, leases } = parts.current
  const due = await store.read((db) => dueReminders(db, parts.clock.now()))
  if (!due.ok || due.value.length === 0) return
  await leases.during('reminders', async (lease) => {
    for (const id of due.value) {
      // Who leaves waits for the one that is being written and for no other.
      if (isStopped()) return
      await asSystem('forwarding.reminders', () => remindDue(parts, id, lease))
    }
  })
}
