import { isDeepStrictEqual } from 'node:util'
import type { MailboxHealth } from '@main/features/desk/desk-parts'
import { allMailboxes } from '@main/features/mail/mailbox-queries'
import type { Mailbox } from '@main/features/mail/mailbox-rows'
import { CurrentStore } from '@main/store/current-store'
import { MailboxRunner, type RunnerParts } from './mailbox-runner'

/** A third of the patience that other desks have with a silent holder, with room for a slow store. */
const BEAT_MS = 10_000
const OUTBOX_MS = 1_000

export interface MailJobsOptions {
  readonly beatMs?: number
  readonly outboxMs?: number
}

/** Reads every active mailbox and empties the outbox, one desk at a time; a part of the engine's lifecycle. */
export class MailJobs {
  readonly name = 'mail'
  #parts: RunnerParts
  readonly #options: MailJobsOptions
  readonly #runners = new Map<number, MailboxRunner>()
  #timers: NodeJS.Timeout[] = []
  #stopListening: (() => void) | null = null
  #work: Promise<void> = Promise.resolve()
  #stopped = true

  constructor(
    private readonly parts: RunnerParts,
    options: MailJobsOptions = {},
  ) {
    this.#parts = parts
    this.#options = options
  }

  async start(): Promise<void> {
    const { opened } = this.parts.current
    // A store that may only be read is nobody's to fill.
    if (opened === null || opened.store.facts.readOnly !== null) return
    // People may open another store at any time: what was fetched for this one must never be written there.
    const current = new CurrentStore()
    current.set(opened)
    this.#parts = { ...this.parts, current }
    this.#stopped = false
    this.#stopListening = opened.store.feed.listen((changes) => {
      if (changes.some(({ entity }) => entity === 'mailboxes')) this.secretChanged()
      if (changes.some(({ entity }) => entity === 'outbox')) this.#send()
    })
    this.#timers = [
      setInterval(() => this.secretChanged(), this.#options.beatMs ?? BEAT_MS),
      setInterval(() => this.#send(), this.#options.outboxMs ?? OUTBOX_MS),
    ]
    this.secretChanged()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopListening?.()
    for (const timer of this.#timers.splice(0)) clearInterval(timer)
    await this.#work
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop()))
    this.#runners.clear()
  }

  health(): readonly MailboxHealth[] {
    return [...this.#runners.values()].map((runner) => runner.health)
  }

  /** A person wants to know now: waiting connections try again at once, due mail goes out. */
  checkNow(): void {
    for (const runner of this.#runners.values()) runner.checkNow()
    this.secretChanged()
    this.#send()
  }

  /** Settings or this desk's passwords may have changed: everything is looked at again, one look at a time. */
  secretChanged(): void {
    if (this.#stopped) return
    this.#work = this.#work
      .then(() => this.#look())
      .catch((error: unknown) => this.#parts.logger.bug('mail.jobs', error))
  }

  async #look(): Promise<void> {
    if (this.#stopped) return
    const found = await this.#parts.current.store.read(allMailboxes)
    if (!found.ok) return
    const active = new Map(
      found.value.filter((mailbox) => mailbox.active).map((mailbox) => [mailbox.id as number, mailbox]),
    )
    for (const [id, runner] of this.#runners) {
      if (isDeepStrictEqual(runner.mailbox, active.get(id))) continue
      this.#runners.delete(id)
      await runner.stop()
    }
    await Promise.all([...active.values()].map((mailbox) => this.#runnerOf(mailbox).beat()))
  }

  #runnerOf(mailbox: Mailbox): MailboxRunner {
    const runner = this.#runners.get(mailbox.id) ?? new MailboxRunner(mailbox, this.#parts)
    this.#runners.set(mailbox.id, runner)
    return runner
  }

  #send(): void {
    for (const runner of this.#runners.values()) runner.send()
  }
}
