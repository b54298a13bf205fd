import { MINUTE_MS } from '@shared/kernel/instant'
import { emptyAside, isEmptyingDue } from '@main/features/mail/empty-aside'
import type { MailParts } from '@main/features/mail/mail-ports'
import type { Part } from '@main/platform/part'
import { asSystem } from '@main/store/audit/acting'
import { rounds } from './rounds'

/** What is due by the day need not go this minute. */
const TICK_MS = 10 * MINUTE_MS

/** Deletes what was laid aside for as long as the office keeps it, one desk at a time. */
export const emptyAsideJob = (parts: MailParts, everyMs = TICK_MS): Part =>
  rounds(parts, {
    name: 'empty-aside',
    everyMs,
    round: async (isStopped) => {
      const { store, leases } = parts.current
      const due = await store.read((db) => isEmptyingDue(db, parts.clock.now()))
      if (!due.ok || !due.value) return
      await leases.during('empty-aside', async (lease) => {
        for (;;) {
          const emptied = await asSystem('mail.empty', () => emptyAside(parts, lease))
          if (!emptied.ok || emptied.value === 0 || isStopped()) return
        }
      })
    },
  })
