import type { CurrentStore } from '@main/store/current-store'
import { Act, SYSTEM, asSystem, currentAct } from '@main/store/audit/acting'
import type { Part } from '@main/platform/part'

/** How long a look may wait for a write to go along with: what a killed program loses of them. */
export const LOOKS_MS = 10_000

/**
 * The register's own part of a store's life: tells when it is opened and left, and writes the looks that wait. First
 * to start and last to stop, so that whatever the others did is in it.
 */
export const register = (current: CurrentStore): Part => {
  let timer: NodeJS.Timeout | null = null

  const writable = () => {
    const store = current.opened?.store
    return store === undefined || store.facts.readOnly !== null ? null : store
  }
  const flush = async (): Promise<void> => {
    const store = writable()
    if (store !== null && store.trail.waiting > 0)
      await asSystem('audit.looks', () => store.write(() => Promise.resolve()))
  }
  const tell = async (name: string): Promise<void> => {
    await writable()?.record(new Act({ kind: 'event', name, actor: currentAct()?.actor ?? SYSTEM }))
  }

  return {
    name: 'register',
    start: async () => {
      timer = setInterval(() => void flush().catch(() => undefined), LOOKS_MS)
      timer.unref()
      await tell('store.opened')
    },
    stop: async () => {
      if (timer) clearInterval(timer)
      // The looks go along with it.
      await tell('store.closed')
    },
  }
}
