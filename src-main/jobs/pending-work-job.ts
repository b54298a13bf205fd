import { setTimeout as pause } from 'node:timers/promises'
import type { FeatureParts } from '@main/features/feature-parts'
import { isWorkPending, workOnPending } from '@main/features/tickets/pending-work'
import type { Part } from '@main/platform/part'
import { leaseHolds } from '@main/store/leases'
import { rounds } from './rounds'

/** Asked this often whether something is left to do; the changes of this very desk are heard of at once. */
const TICK_MS = 5000
/** Between two writes of the work: people's own writes come first. */
const BREATH_MS = 25

const CAUSES: ReadonlySet<string> = new Set(['settings', 'categories', 'contacts', 'districts'])

/** Works out anew what a changed rule or person left behind, one desk at a time. */
export const pendingWorkJob = (parts: FeatureParts): Part =>
  rounds(parts, {
    name: 'pending-work',
    everyMs: TICK_MS,
    holdsWork: isWorkPending,
    listen: ({ store }, look) => {
      look()
      return store.feed.listen((changes) => {
        if (changes.some(({ entity }) => CAUSES.has(entity))) look()
      })
    },
    round: async (isStopped) => {
      const { store, leases } = parts.current
      const isPending = async (): Promise<boolean> => {
        const answer = await store.read(isWorkPending)
        return answer.ok && answer.value
      }
      if (!(await isPending())) return
      await leases.during('pending-work', async (lease) => {
        while (!isStopped() && (await isPending())) {
          const done = await store.write(async (db) => {
            if (!(await leaseHolds(db, lease))) return false
            await workOnPending(db)
            return true
          })
          if (!done.ok || !done.value) return
          await pause(BREATH_MS)
        }
      })
    },
  })
