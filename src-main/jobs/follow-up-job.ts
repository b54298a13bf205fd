import { MINUTE_MS } from '@shared/kernel/instant'
import { askCitizens, isAskingDue } from '@main/features/citizen/ask-citizens'
import type { FeatureParts } from '@main/features/feature-parts'
import type { Part } from '@main/platform/part'
import { asSystem } from '@main/store/audit/acting'
import { rounds } from './rounds'

/** A question that is due in days need not leave this second. */
const TICK_MS = 5 * MINUTE_MS

/** Asks citizens whether it is settled, one desk at a time. */
export const followUpJob = (parts: FeatureParts): Part =>
  rounds(parts, {
    name: 'follow-ups',
    everyMs: TICK_MS,
    round: async (isStopped) => {
      const { store, leases } = parts.current
      const due = await store.read((db) => isAskingDue(db, parts.clock.now()))
      if (!due.ok || !due.value) return
      await leases.during('follow-ups', async (lease) => {
        for (;;) {
          const asked = await asSystem('citizen.ask', () => askCitizens(parts, lease))
          if (!asked.ok || asked.value === 0 || isStopped()) return
        }
      })
    },
  })
