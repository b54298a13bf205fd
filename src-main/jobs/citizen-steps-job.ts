import type { FeatureParts } from '@main/features/feature-parts'
import { isTellingAhead, isTellingDue, tellCitizens } from '@main/features/citizen/tell-citizens'
import type { Part } from '@main/platform/part'
import { asSystem } from '@main/store/audit/acting'
import { rounds } from './rounds'

/** A step is told when it can no longer be taken back, a minute after it: seconds do not count. */
const TICK_MS = 5000

/** Writes to citizens about the steps that the office chose, one desk at a time. */
export const citizenStepsJob = (parts: FeatureParts): Part =>
  rounds(parts, {
    name: 'citizen-steps',
    everyMs: TICK_MS,
    holdsWork: isTellingAhead,
    round: async (isStopped) => {
      const { store, leases } = parts.current
      const due = await store.read((db) => isTellingDue(db, parts.clock.now()))
      if (!due.ok || !due.value) return
      await leases.during('citizen-steps', async (lease) => {
        for (;;) {
          const told = await asSystem('citizen.tell', () => tellCitizens(parts, lease))
          if (!told.ok || told.value === 0 || isStopped()) return
        }
      })
    },
  })
