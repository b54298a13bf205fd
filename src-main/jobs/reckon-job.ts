import { dayAt } from '@shared/deadlines/zone'
import { DAY_MS, HOUR_MS, asInstant } from '@shared/kernel/instant'
import { compareDay } from '@main/features/reckoning/compare-day'
import type { MailParts } from '@main/features/mail/mail-ports'
import { allMailboxes } from '@main/features/mail/mailbox-queries'
import { readSetting } from '@main/features/settings/read-setting'
import type { Part } from '@main/platform/part'
import { asSystem } from '@main/store/audit/acting'
import { rounds } from './rounds'

const TICK_MS = 5 * 60_000

/** Compares yesterday and today of every mailbox with its server, once an hour and by one desk. */
export const reckonJob = (parts: MailParts, compared: () => void): Part =>
  rounds(parts, {
    name: 'reckoning',
    everyMs: TICK_MS,
    round: async (isStopped) => {
      const { current, clock } = parts
      const now = clock.now()
      const found = await current.store.read(async (db) => {
        const { zone } = await readSetting(db, 'calendar')
        const today = dayAt(now, zone)
        const rows = await db.selectFrom('mail_days').select(['mailbox_id', 'at']).where('day', '=', today).execute()
        const lastAt = new Map(rows.map((row) => [row.mailbox_id, row.at]))
        const due = (await allMailboxes(db)).filter(
          ({ id, active }) => active && now - (lastAt.get(id) ?? 0) >= HOUR_MS,
        )
        return { due, days: [dayAt(asInstant(now - DAY_MS), zone), today] }
      })
      if (!found.ok) return
      for (const mailbox of found.value.due) {
        // A comparison may wait minutes for a server: who leaves waits for the one that runs and for no other.
        if (isStopped()) return
        const turn = await current.leases.during(`reckoning:${mailbox.id}`, async () => {
          for (const day of found.value.days) {
            if (isStopped()) return
            const done = await asSystem('mail.reckon', () => compareDay(parts, mailbox.id, day))
            // No password here, no server there: the mailbox's own line says so already.
            if (!done.ok) return
          }
        })
        if (turn.state === 'done') compared()
      }
    },
  })
