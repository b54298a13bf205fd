import { isDeepStrictEqual } from 'node:util'
import type { AppError } from '@shared/kernel/app-error'
import type { AccessTokens } from '@main/features/mail/access-tokens'
import { readFrom } from '@main/features/mail/first-run'
import type { IncomingMail, MailParserPort } from '@main/features/mail/mail-ports'
import { knownUids } from '@main/features/mail/mailbox-queries'
import { type Mailbox, secretKey } from '@main/features/mail/mailbox-rows'
import { folderLogin, sendingLogin } from '@main/features/mail/mailbox-secret'
import { doubtUnfinished, nothingDueBefore } from '@main/features/mail/outgoing'
import { isTidied } from '@main/features/mail/tidying'
import { openMailIntake } from '@main/features/mail/receive-mails'
import type { MailboxHealth } from '@main/features/desk/desk-parts'
import { type ImapSession, type ImapSessionOptions, type ImapStatus, startImapSession } from '@main/mail/imap-session'
import type { FetchedMail } from '@main/mail/imap-sync'
import { MailServerError } from '@main/mail/server-settings'
import type { Secrets } from '@main/platform/secrets'
import { asSystem } from '@main/store/audit/acting'
import { LEASE_LASTS_MS, type Lease } from '@main/store/leases'
import { OutboxSender, type SendingParts } from './send-outbox'
import { tidyMailbox } from './tidy-mailbox'

export interface RunnerParts extends SendingParts {
  readonly secrets: Secrets
  readonly tokens: AccessTokens
  readonly parser: MailParserPort
  readonly healthChanged: () => void
  readonly imapOptions?: ImapSessionOptions
}

/** However long nothing will be due: a clock may be set, and a row may be changed by other hands. */
const LONGEST_REST_MS = 60_000

const incoming = ({ raw, uid, uidValidity, receivedAt, size, problem }: FetchedMail): IncomingMail => ({
  raw,
  uid: { uid, uidValidity },
  receivedAt,
  size,
  problem,
})

/** What one desk does for one mailbox while it holds its lease: reads the folder and sends the outbox. */
export class MailboxRunner {
  #session: ImapSession | null = null
  #lease: Lease | null = null
  #signedInWith: string | null = null
  /** When the lease was last raised, on this desk's monotonic clock. */
  #heldAt = 0
  #sending: Promise<void> | null = null
  /** Until when the outbox holds nothing that is due; what changes it wakes it. */
  #rest: { readonly from: number; readonly until: number } | null = null
  #tidying: Promise<void> | null = null
  #tidyStop = new AbortController()
  readonly #outbox: OutboxSender
  #stopping = false
  #renewed = false
  #health: MailboxHealth

  constructor(
    readonly mailbox: Mailbox,
    private readonly parts: RunnerParts,
  ) {
    this.#outbox = new OutboxSender(parts, mailbox.id)
    this.#health = { id: mailbox.id, state: 'stopped', checkedAt: null, errorCode: null, progress: null }
  }

  get health(): MailboxHealth {
    return this.#health
  }

  /** Called every few seconds: takes or keeps the lease, or steps back for another desk. */
  async beat(): Promise<void> {
    const { leases } = this.parts.current
    const name = `mailbox:${this.mailbox.id}`
    const secret = await this.#secret()
    if (secret === null) {
      if (this.#lease !== null) await leases.release(name)
      await this.#stepBack('no_secret')
      return
    }
    // A password that was typed anew is tried while somebody looks, not when the line drops one night. Tokens turn by themselves.
    if (this.#session !== null && this.mailbox.access === 'password' && secret !== this.#signedInWith)
      await this.#stepBack('connecting')
    const held = await leases.hold(name)
    if (this.#stopping) return
    if (held.state === 'other') return this.#stepBack('other_desk')
    if (held.state === 'unknown') return this.#hangOn(held.error)
    const { lease } = held
    this.#heldAt = this.parts.clock.monotonic()
    const taken = this.#lease?.fence !== lease.fence
    if (taken && this.#session !== null) await this.#stepBack('connecting')
    this.#lease = lease
    this.#tidy(lease)
    if (this.#session !== null) return
    await asSystem('mail.doubt', () => doubtUnfinished(this.parts, this.mailbox.id, lease))
    this.#signedInWith = secret
    await this.#listen(lease)
  }

  /** The outbox changed, or a person wants to know: it is looked into, whatever was found before. */
  sendNow(): void {
    this.#rest = null
    this.send()
  }

  /** Sends what is due; one run at a time. */
  send(): void {
    const lease = this.#lease
    if (lease === null || this.#sending !== null || this.#stopping || this.#session === null || this.#rests()) return
    this.#sending = this.#sendAll(lease)
      .catch((error: unknown) => this.parts.logger.bug('mail.outbox', error))
      .finally(() => {
        this.#sending = null
      })
  }

  /** Marks or moves on the server what is safe here; one run at a time. */
  #tidy(lease: Lease): void {
    if (this.#tidying !== null || this.#stopping || !isTidied(this.mailbox)) return
    const login = () => folderLogin(this.parts, this.mailbox)
    this.#tidyStop = new AbortController()
    const { signal } = this.#tidyStop
    this.#tidying = asSystem('mail.tidy', () => tidyMailbox(this.parts, this.mailbox, lease, login, signal))
      .then((done) => {
        if (!done.ok) this.#log(done.error)
        if (!done.ok || done.value) this.parts.healthChanged()
      })
      .catch((error: unknown) => this.parts.logger.bug('mail.tidy', error))
      .finally(() => {
        this.#tidying = null
      })
  }

  checkNow(): void {
    this.#session?.checkNow()
  }

  async stop(): Promise<void> {
    this.#stopping = true
    const held = this.#lease
    await this.#stepBack('stopped')
    // A store that is closed already cannot be told; the other desks notice the silence.
    if (held !== null) await this.parts.current.leases.release(held.name).catch(() => undefined)
  }

  async #listen(lease: Lease): Promise<void> {
    const since = await readFrom(this.parts, this.mailbox)
    if (!since.ok) return this.#say({ state: 'waiting', errorCode: since.error.code })
    const { id } = this.mailbox
    const intake = openMailIntake(this.parts, {
      mailboxId: id,
      lease,
      acknowledge: true,
      tidy: isTidied(this.mailbox),
    })
    this.#session = startImapSession(
      async () => {
        const login = await folderLogin(this.parts, this.mailbox)
        if (!login.ok) throw new MailServerError(login.error)
        return login.value
      },
      {
        knownUids: async (uidValidity, after) => {
          const known = await this.parts.current.store.read((db) => knownUids(db, id, uidValidity, after))
          if (!known.ok) throw new MailServerError(known.error)
          return known.value
        },
        onMails: async (batch) => {
          const received = await asSystem('mail.receive', () => intake(batch.map(incoming)))
          if (!received.ok) throw new MailServerError(received.error)
        },
        onStatus: (status) => this.#hear(status),
        now: () => this.parts.clock.now(),
      },
      { ...this.parts.imapOptions, since: since.value },
    )
  }

  /** A store that does not answer for a moment took nothing away: the connection stays while the lease must last. */
  async #hangOn(error: AppError): Promise<void> {
    if (this.#lease !== null && this.parts.clock.monotonic() - this.#heldAt < LEASE_LASTS_MS) return
    await this.#stepBack('waiting', error.code)
  }

  async #sendAll(lease: Lease): Promise<void> {
    const login = await sendingLogin(this.parts, this.mailbox)
    if (!login.ok) return this.#log(login.error)
    // Taken up here, so that a change which comes while it runs is not slept through.
    const rest = { from: this.parts.clock.now(), until: 0 }
    this.#rest = rest
    await asSystem('mail.send', () => this.#outbox.run(lease, login.value, () => this.#stopping))
    const next = await this.parts.current.store.read((db) => nothingDueBefore(db, this.mailbox.id))
    if (!next.ok || this.#rest !== rest) return
    this.#rest = { ...rest, until: Math.min(next.value ?? Number.POSITIVE_INFINITY, rest.from + LONGEST_REST_MS) }
  }

  /** Every question is a journey to the file server, and one a second adds up. A clock that was set back ends the rest. */
  #rests(): boolean {
    const now = this.parts.clock.now()
    return this.#rest !== null && now >= this.#rest.from && now < this.#rest.until
  }

  async #secret(): Promise<string | null> {
    const secret = await this.parts.secrets.get(secretKey(this.mailbox))
    return secret.ok && secret.value !== '' ? secret.value : null
  }

  async #stepBack(state: MailboxHealth['state'], errorCode: string | null = null): Promise<void> {
    const session = this.#session
    this.#session = null
    this.#lease = null
    await session?.stop()
    await this.#sending
    this.#tidyStop.abort()
    await this.#tidying
    // What went out is written down while the store is still here; what stays unwritten is doubted by who comes next.
    await this.#outbox.settle().catch((error: unknown) => this.parts.logger.bug('mail.outbox', error))
    this.#say({ state, errorCode, progress: null })
  }

  #hear(status: ImapStatus): void {
    const now = this.parts.clock.now()
    switch (status.state) {
      case 'connecting':
        return this.#say({ state: 'connecting' })
      case 'syncing':
        return this.#say({
          state: 'connecting',
          checkedAt: now,
          errorCode: null,
          progress: { done: status.done, total: status.total },
        })
      case 'connected':
        this.#renewed = false
        return this.#say({
          state: status.mode === 'idle' ? 'idle' : 'polling',
          checkedAt: now,
          errorCode: null,
          progress: null,
        })
      case 'waiting':
        this.#log(status.error)
        if (status.error.code === 'mailbox_account_refused') this.#renewToken()
        return this.#say({ state: 'waiting', errorCode: status.error.code, progress: null })
      case 'stopped':
        return
    }
  }

  /** A token may be withdrawn within its hour: another is asked for at once, and only once until one was good. */
  #renewToken(): void {
    this.parts.tokens.forget(this.mailbox)
    if (this.#renewed) return
    this.#renewed = true
    this.#session?.checkNow()
  }

  #log(error: AppError): void {
    this.parts.logger.warn('mail.waiting', { mailbox: this.mailbox.id, code: error.code })
  }

  #say(change: Partial<MailboxHealth>): void {
    const before = this.#health
    this.#health = { ...before, ...change }
    if (!isDeepStrictEqual(before, this.#health)) this.parts.healthChanged()
  }
}
