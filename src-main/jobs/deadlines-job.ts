import { MINUTE_MS } from '@shared/kernel/instant'
import { dueMarks, sayMarks } from '@main/features/deadlines/mark-deadlines'
import type { FeatureParts } from '@main/features/feature-parts'
import type { Part } from '@main/platform/part'
import { asSystem } from '@main/store/audit/acting'
import { rounds } from './rounds'

const TICK_MS = MINUTE_MS

/** Reminds of deadlines that come near or go by, in office hours, once each and by one desk. */
export const deadlinesJob = (parts: FeatureParts): Part =>
  rounds(parts, { name: 'deadlines', everyMs: TICK_MS, round: (isStopped) => deadlinesRound(parts, isStopped) })

export const deadlinesRound = async (parts: FeatureParts, isStopped: () => boolean): Promise<void> => {
  const { store, leases } = parts.current
  const due = await store.read((db) => dueMarks(db, parts.clock.now()))
  if (!due.ok || due.value.length === 0) return
  await leases.during('deadlines', async (lease) => {
    for (;;) {
      const said = await asSystem('deadlines.remind', () => sayMarks(parts, lease))
      if (!said.ok || said.value === 0 || isStopped()) return
    }
  })
}
