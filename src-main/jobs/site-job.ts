import { isSitePublishable } from '@main/features/site/is-publishable'
import { publishSite } from '@main/features/site/publish-site'
import type { SiteParts } from '@main/features/site/site-ports'
import { markEverything } from '@main/features/site/site-state'
import { inBackground } from '@main/platform/in-background'
import { asSystem } from '@main/store/audit/acting'

const LEASE = 'site'
/** A page is up to date some seconds after a change; changes that belong together are published together. */
const TICK_MS = 4000
/** While it publishes its holder must be seen alive (see store/leases.ts). */
const BEAT_MS = 10_000
/** Their words stand on every page. */
const ON_EVERY_PAGE: ReadonlySet<string> = new Set(['categories', 'districts', 'bodies', 'settings', 'areas'])

/** Keeps the public site up to date, one desk at a time; a part of the engine's lifecycle. */
export class SiteJob {
  readonly name = 'site'
  #timer: NodeJS.Timeout | undefined
  #work: Promise<void> | null = null
  #unlisten: (() => void) | undefined
  #wordsChanged = false
  #stopped = true

  constructor(
    private readonly parts: SiteParts,
    private readonly tickMs = TICK_MS,
  ) {}

  start(): Promise<void> {
    const opened = this.parts.current.opened
    if (opened === null || opened.store.facts.readOnly !== null) return Promise.resolve()
    this.#stopped = false
    this.#timer = setInterval(() => this.#tick(), this.tickMs)
    this.#timer.unref()
    this.#unlisten = opened.store.feed.listen((changes) => {
      if (changes.some(({ entity }) => ON_EVERY_PAGE.has(entity))) this.#wordsChanged = true
    })
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearInterval(this.#timer)
    this.#unlisten?.()
    await this.#work
  }

  #tick(): void {
    this.#work ??= this.#publish()
      .catch((error: unknown) => this.parts.logger.bug('site', error))
      .finally(() => {
        this.#work = null
      })
  }

  async #publish(): Promise<void> {
    const { current, clock, logger } = this.parts
    const { leases, store } = current
    if (!(await isSitePublishable(this.parts, this.#wordsChanged))) return
    const held = await leases.hold(LEASE)
    if (held.state !== 'held') {
      // Whoever publishes has heard of the same change.
      this.#wordsChanged = false
      return
    }
    const beat = setInterval(() => inBackground(logger, 'site.beat', leases.hold(LEASE)), BEAT_MS)
    try {
      if (this.#wordsChanged) {
        this.#wordsChanged = false
        await asSystem('site.words', () => store.write((db) => markEverything(db, clock.now(), 'what changed')))
      }
      const done = await asSystem('site.publish', () =>
        publishSite(this.parts, { lease: held.lease, isStopped: () => this.#stopped }),
      )
      if (!done.ok) logger.warn('the site was not published', { code: done.error.code })
    } finally {
      clearInterval(beat)
      await leases.release(LEASE)
    }
  }
}
