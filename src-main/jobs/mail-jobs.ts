import { isDeepStrictEqual } from 'node:util'
import type { MailboxHealth } from '@main/features/desk/desk-parts'
import { allMailboxes } from '@main/features/mail/mailbox-queries'
import type { Mailbox } from '@main/features/mail/mailbox-rows'
import { CurrentStore, type OpenedStore } from '@main/store/current-store'
import type { Store } from '@main/store/store'
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
  #run: MailRun | null = null

  constructor(
    private readonly parts: RunnerParts,
    private readonly options: MailJobsOptions = {},
  ) {}

  start(): Promise<void> {
    const { opened } = this.parts.current
    // A store that may only be read is nobody's to fill.
    if (opened === null || opened.store.facts.readOnly !== null) return Promise.resolve()
    this.#run = new MailRun(opened, this.parts, this.options)
    return Promise.resolve()
  }

  async stop(): Promise<void> {
    const run = this.#run
    this.#run = null
    await run?.stop()
  }

  health(): readonly MailboxHealth[] {
    return this.#run?.health() ?? []
  }

  /** The mailboxes that this desk could read and send for. */
  withSecret(): readonly number[] {
    return this.health()
      .filter(({ state }) => state !== 'no_secret' && state !== 'off')
      .map(({ id }) => id)
  }

  /** A person wants to know now: waiting connections try again at once, due mail goes out. */
  checkNow(): void {
    this.#run?.checkNow()
  }

  /** Settings or this desk's passwords may have changed. */
  lookAgain(): void {
    this.#run?.lookAgain()
  }
}

/** The mail of one store, from its opening to its closing. */
class MailRun {
  readonly #parts: RunnerParts
  readonly #store: Store
  readonly #runners = new Map<number, MailboxRunner>()
  readonly #timers: readonly NodeJS.Timeout[]
  readonly #stopListening: () => void
  #work: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(opened: OpenedStore, parts: RunnerParts, options: MailJobsOptions) {
    // People may open another store at any time: what was fetched for this one must never be written there.
    const current = new CurrentStore()
    current.set(opened)
    this.#parts = { ...parts, current }
    this.#store = opened.store
    this.#stopListening = opened.store.feed.listen((changes) => {
      if (changes.some(({ entity }) => entity === 'mailboxes')) this.lookAgain()
      if (changes.some(({ entity }) => entity === 'outbox')) this.#sendNow()
    })
    this.#timers = [
      setInterval(() => this.lookAgain(), options.beatMs ?? BEAT_MS),
      setInterval(() => this.#send(), options.outboxMs ?? OUTBOX_MS),
    ]
    this.lookAgain()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopListening()
    for (const timer of this.#timers) clearInterval(timer)
    await this.#work
    await Promise.all([...this.#runners.values()].map((runner) => runner.stop()))
    this.#runners.clear()
  }

  health(): readonly MailboxHealth[] {
    return [...this.#runners.values()].map((runner) => runner.health)
  }

  checkNow(): void {
    for (const runner of this.#runners.values()) runner.checkNow()
    this.lookAgain()
    this.#sendNow()
  }

  /** The beat that keeps the leases, and the look at what changed: one at a time, whoever asks for it. */
  lookAgain(): void {
    if (this.#stopped) return
    this.#work = this.#work
      .then(() => this.#look())
      .catch((error: unknown) => this.#parts.logger.bug('mail.jobs', error))
  }

  async #look(): Promise<void> {
    if (this.#stopped) return
    const found = await this.#store.read(allMailboxes)
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

  #sendNow(): void {
    for (const runner of this.#runners.values()) runner.sendNow()
  }

  #send(): void {
    for (const runner of this.#runners.values()) runner.send()
  }
}
