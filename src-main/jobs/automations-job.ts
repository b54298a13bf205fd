import { setTimeout as pause } from 'node:timers/promises'
import { actOnNext, nextEvent, putAside } from '@main/features/automations/act-on-event'
import type { FeatureParts } from '@main/features/feature-parts'
import type { Part } from '@main/platform/part'
import { asSystem } from '@main/store/audit/acting'
import { rounds } from './rounds'

/** Asked this often whether something waits; what this very desk wrote is heard of at once. */
const TICK_MS = 5000
/** Between two writes: people's own come first. */
const BREATH_MS = 10

const CAUSES: ReadonlySet<string> = new Set(['tickets', 'timeline'])

/** Lets the office's rules act on what happened, one desk at a time and one event after the other. */
export const automationsJob = (parts: FeatureParts): Part =>
  rounds(parts, {
    name: 'automations',
    everyMs: TICK_MS,
    holdsWork: async (db) => (await nextEvent(db)) !== undefined,
    listen: ({ store }, look) => {
      look()
      return store.feed.listen((changes) => {
        if (changes.some(({ entity }) => CAUSES.has(entity))) look()
      })
    },
    round: (isStopped) => automationsRound(parts, isStopped),
  })

export const automationsRound = async (parts: FeatureParts, isStopped: () => boolean): Promise<void> => {
  const { store, leases } = parts.current
  const waiting = await store.read(nextEvent)
  if (!waiting.ok || waiting.value === undefined) return
  await leases.during('automations', async (lease) => {
    while (!isStopped()) {
      const next = await store.read(nextEvent)
      if (!next.ok || next.value === undefined) return
      const { id } = next.value
      try {
        const acted = await asSystem('automations.act', () => actOnNext(parts, lease))
        if (!acted.ok || acted.value === null) return
      } catch (error) {
        parts.logger.bug('a rule could not act', error)
        await asSystem('automations.act', () => putAside(parts, id))
      }
      await pause(BREATH_MS)
    }
  })
}
