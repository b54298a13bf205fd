import { dayAt } from '@shared/deadlines/zone'
import { DAY_MS, HOUR_MS, asInstant } from '@shared/kernel/instant'
import { compareDay } from '@main/features/reckoning/compare-day'
import type { MailParts } from '@main/features/mail/mail-ports'
import { allMailboxes } from '@main/features/mail/mailbox-queries'
import { readSetting } from '@main/features/settings/read-setting'
import { asSystem } from '@main/store/audit/acting'

const TICK_MS = 5 * 60_000

/** Compares yesterday and today of every mailbox with its server, once an hour and by one desk; part of the lifecycle. */
export class ReckonJob {
  readonly name = 'reckoning'
  #timer: NodeJS.Timeout | undefined
  #work: Promise<void> | null = null
  #stopping = false

  constructor(
    private readonly parts: MailParts,
    private readonly compared: () => void,
    private readonly tickMs: number = TICK_MS,
  ) {}

  start(): Promise<void> {
    this.#stopping = false
    const opened = this.parts.current.opened
    if (opened === null || opened.store.facts.readOnly !== null) return Promise.resolve()
    this.#timer = setInterval(() => this.#tick(), this.tickMs)
    this.#timer.unref()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    clearInterval(this.#timer)
    await this.#work
  }

  #tick(): void {
    this.#work ??= this.#compareWhenDue()
      .catch((error: unknown) => this.parts.logger.bug('reckoning', error))
      .finally(() => {
        this.#work = null
      })
  }

  async #compareWhenDue(): Promise<void> {
    const { current, clock } = this.parts
    const now = clock.now()
    const found = await current.store.read(async (db) => {
      const { zone } = await readSetting(db, 'calendar')
      const today = dayAt(now, zone)
      const rows = await db.selectFrom('mail_days').select(['mailbox_id', 'at']).where('day', '=', today).execute()
      const lastAt = new Map(rows.map((row) => [row.mailbox_id, row.at]))
      const due = (await allMailboxes(db)).filter(({ id, active }) => active && now - (lastAt.get(id) ?? 0) >= HOUR_MS)
      return { due, days: [dayAt(asInstant(now - DAY_MS), zone), today] }
    })
    if (!found.ok) return
    for (const mailbox of found.value.due) {
      // A comparison may wait minutes for a server: who leaves waits for the one that runs and for no other.
      if (this.#stopping) return
      const lease = `reckoning:${mailbox.id}`
      if ((await current.leases.hold(lease)).state !== 'held') continue
      try {
        for (const day of found.value.days) {
          if (this.#stopping) break
          const compared = await asSystem('mail.reckon', () => compareDay(this.parts, mailbox.id, day))
          // No password here, no server there: the mailbox's own line says so already.
          if (!compared.ok) break
        }
      } finally {
        await current.leases.release(lease)
      }
      this.compared()
    }
  }
}
