import type { LineParts } from '@main/features/whatsapp-line/line-ports'
import { LINE_LEASE, READ_MS, dueOfLine, isIdle, syncLine } from '@main/features/whatsapp-line/sync-line'
import { readSetting } from '@main/features/settings/read-setting'
import type { Part } from '@main/platform/part'
import { asSystem } from '@main/store/audit/acting'
import { rounds } from './rounds'

const TICK_MS = 2000

/** Reads the relay and empties the outbox of the office's WhatsApp number, one desk at a time. */
export const whatsappJob = (parts: LineParts, changed: () => void): Part => {
  let restsUntil = 0
  return rounds(parts, {
    name: 'whatsapp',
    everyMs: TICK_MS,
    holdsWork: async (db) => (await readSetting(db, 'whatsapp')).on,
    round: async (isStopped) => {
      const due = await dueOfLine(parts, { rests: parts.clock.monotonic() < restsUntil })
      if (due === null || !(due.reads || due.sends || due.templates)) return
      if (await isIdle(parts, due)) {
        restsUntil = parts.clock.monotonic() + READ_MS
        return
      }
      await parts.current.leases.during(LINE_LEASE, async (lease) => {
        const synced = await asSystem('whatsapp.sync', () => syncLine(parts, due, lease, isStopped))
        if (!synced.ok) parts.logger.warn('the relay was not read', { code: synced.error.code })
      })
      changed()
    },
  })
}
