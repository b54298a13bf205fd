import { DAY_MS, HOUR_MS, MINUTE_MS } from '@shared/kernel/instant'
import { forgetRuns } from '@main/features/automations/forget-runs'
import { forgetMarks } from '@main/features/deadlines/forget-marks'
import type { FeatureParts } from '@main/features/feature-parts'
import { forgetNotices } from '@main/features/notices/forget-notices'
import { inBackground } from '@main/platform/in-background'
import { asSystem } from '@main/store/audit/acting'
import { pruneChangeLog } from '@main/store/change-feed'
import type { OpenedStore } from '@main/store/current-store'
import { claimDue } from '@main/store/claim-due'
import type { WriteDb } from '@main/store/handles'
import { sweepFiles } from '@main/store/sweep-files'

/** A desk that starts has better things to do. */
const FIRST_MS = 5 * MINUTE_MS

/**
 * What keeps a store small: the log of changes every hour; once a day and for all desks what rules did and told long ago, what was said of deadlines, and
 * the folder of attachments.
 */
export class UpkeepJob {
  readonly name = 'upkeep'
  #timers: NodeJS.Timeout[] = []
  #work: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(private readonly parts: Pick<FeatureParts, 'current' | 'clock' | 'logger'>) {}

  start(): Promise<void> {
    const { opened } = this.parts.current
    this.#stopped = false
    if (opened === null || opened.store.facts.readOnly !== null) return Promise.resolve()
    const tick = (): void => {
      this.#work = this.#work.then(() => asSystem('upkeep', () => this.run(opened)))
      inBackground(this.parts.logger, 'upkeep', this.#work)
      this.#work = this.#work.catch(() => undefined)
    }
    this.#timers = [setTimeout(tick, FIRST_MS), setInterval(tick, HOUR_MS)]
    for (const timer of this.#timers) timer.unref()
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers.splice(0)) clearTimeout(timer)
    await this.#work
  }

  /** One round; what another desk did today is not done again. */
  async run({ store, files }: OpenedStore): Promise<void> {
    const forgotten = await this.#forget(store, pruneChangeLog)
    if (this.#stopped) return
    const now = this.parts.clock.now()
    const mine = await store.write((db) => claimDue(db, 'files_swept_at', now, DAY_MS))
    if (!mine.ok || !mine.value) return
    const runs = await this.#forget(store, (db) => forgetRuns(db, now))
    const marks = await this.#forget(store, (db) => forgetMarks(db, now))
    const notices = await this.#forget(store, (db) => forgetNotices(db, now))
    const { orphans, parts } = await sweepFiles(store, files, now, () => this.#stopped)
    this.parts.logger.info('upkeep', { forgotten, runs, marks, notices, orphans, parts })
  }

  /** In small writes, until nothing is left or the desk stops; answers how much it was. */
  async #forget(store: OpenedStore['store'], some: (db: WriteDb) => Promise<number>): Promise<number> {
    let forgotten = 0
    for (let more = 1; more > 0 && !this.#stopped; forgotten += more) {
      const pruned = await store.write((db) => some(db))
      more = pruned.ok ? pruned.value : 0
    }
    return forgotten
  }
}
