import { inBackground } from '@main/platform/in-background'
import type { CtiEvent } from '@shared/calls/cti-event'
import { TELEPHONE_PORT, type TelephoneStatus } from '@shared/contract/telephone'
import { appError } from '@shared/kernel/app-error'
import { type Instant, HOUR_MS } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import type { Handlers } from '@shared/contract'
import { CTI_PATH, CtiServer } from '@main/cti/cti-server'
import type { TelephonePort } from '@main/features/calls/calls-ports'
import { forgetCalls } from '@main/features/calls/forget-calls'
import { callHandlers, telephoneHandlers } from '@main/features/calls/handlers'
import { hearCall } from '@main/features/calls/hear-call'
import type { FeatureParts } from '@main/features/feature-parts'
import { rounds } from '@main/jobs/rounds'
import type { Caller } from '@main/platform/caller'
import type { DeskConfig } from '@main/platform/desk-config'
import type { Part } from '@main/platform/part'
import { randomToken } from '@main/platform/random'
import type { Secrets } from '@main/platform/secrets'

const TOKEN = 'telephone:token'
const TOKEN_BYTES = 32
/** A port that somebody else holds is tried again. */
const RETRY_MS = 5_000
/** How long a call that was only tried rings. */
const TRIAL_RINGS_MS = 20_000

export interface TelephoneRoom {
  readonly handlers: Pick<Handlers<Caller>, 'calls' | 'telephone'>
  readonly jobs: readonly Part[]
}

interface Parts extends FeatureParts {
  readonly desk: DeskConfig
  readonly secrets: Secrets
  readonly changed: () => void
}

/** The desk's ear: what a switchboard's program on this machine tells of calls, while the store is open. */
class Telephone implements TelephonePort {
  #server: CtiServer | null = null
  #url = ''
  #error: TelephoneStatus['errorCode'] = null
  #heardAt: Instant | null = null
  #refused: TelephoneStatus['refused'] = null
  #retry: NodeJS.Timeout | undefined
  #trialEnd: NodeJS.Timeout | undefined
  #trial = ''
  /** Raised by whoever opens or closes: an opening that another one overtook gives its port back. */
  #turn = 0

  constructor(private readonly parts: Parts) {}

  async status(): Promise<TelephoneStatus> {
    const kept = this.parts.desk.telephone
    return Promise.resolve({
      state: kept === null ? 'off' : this.#server === null ? 'waiting' : 'listening',
      errorCode: kept === null ? null : this.#error,
      port: kept?.port ?? TELEPHONE_PORT,
      url: this.#url,
      heardAt: this.#heardAt,
      refused: this.#refused,
    })
  }

  async start(port: number): Promise<Result<TelephoneStatus>> {
    const token = await this.#token()
    if (!token.ok) return token
    this.parts.desk.listens({ port })
    await this.close()
    await this.open()
    return ok(await this.status())
  }

  async stop(): Promise<Result<TelephoneStatus>> {
    this.parts.desk.listens(null)
    await this.close()
    this.#heardAt = null
    this.#refused = null
    return ok(await this.status())
  }

  async newToken(): Promise<Result<TelephoneStatus>> {
    const gone = await this.parts.secrets.remove(TOKEN)
    if (!gone.ok) return gone
    if (this.parts.desk.telephone !== null) {
      await this.close()
      await this.open()
    }
    return ok(await this.status())
  }

  /** Said over the loopback with the secret, as a switchboard does: what answers is the listener and not a stand-in. */
  async tryIt({ number, line }: { number: string; line: string }): Promise<Result<Record<string, never>>> {
    if (this.#server === null) return err(appError('telephone_off'))
    clearTimeout(this.#trialEnd)
    this.#trial = `cantoniere-${randomToken(this.parts.random, 8)}`
    const call = { callId: this.#trial, from: number, to: line, direction: 'in' }
    if (!(await this.#say({ event: 'newCall', ...call }))) return err(appError('telephone_unheard'))
    this.#trialEnd = setTimeout(
      () => void this.#say({ event: 'hangup', ...call, cause: 'cancel' }).catch(() => false),
      TRIAL_RINGS_MS,
    )
    this.#trialEnd.unref()
    return ok({})
  }

  async #say(fields: Readonly<Record<string, string>>): Promise<boolean> {
    try {
      const answer = await fetch(this.#url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(fields),
        signal: AbortSignal.timeout(RETRY_MS),
      })
      return answer.ok
    } catch {
      return false
    }
  }

  async open(): Promise<void> {
    const { parts } = this
    const kept = parts.desk.telephone
    if (kept === null) return
    this.#turn += 1
    const mine = this.#turn
    const token = await this.#token()
    if (mine !== this.#turn) return
    if (!token.ok) {
      this.#error = 'secrets_unavailable'
      return this.#again()
    }
    const server = new CtiServer({
      token: token.value,
      monotonic: () => parts.clock.monotonic(),
      heard: (event) => this.#hear(event),
      refused: (status) => {
        this.#refused = { at: parts.clock.now(), status }
        parts.logger.warn('a telephone event was turned away', { status })
      },
    })
    try {
      const port = await server.listen(kept.port)
      if (mine !== this.#turn) return await server.close()
      this.#server = server
      this.#error = null
      this.#url = `http://127.0.0.1:${port}${CTI_PATH}${token.value}`
      parts.logger.info('listens to the switchboard', { port })
    } catch (error) {
      if (mine !== this.#turn) return
      const code = error instanceof Error && 'code' in error ? error.code : ''
      this.#error = code === 'EACCES' ? 'port_not_allowed' : 'port_in_use'
      parts.logger.warn('the switchboard is not listened to yet', { code: String(code) })
      this.#again()
    }
  }

  async close(): Promise<void> {
    this.#turn += 1
    clearTimeout(this.#retry)
    clearTimeout(this.#trialEnd)
    const server = this.#server
    this.#server = null
    this.#url = ''
    this.#error = null
    await server?.close()
  }

  #again(): void {
    this.#retry = setTimeout(
      () => inBackground(this.parts.logger, 'telephone', this.open().then(this.parts.changed)),
      RETRY_MS,
    )
    this.#retry.unref()
  }

  async #hear(event: CtiEvent): Promise<boolean> {
    const { current, logger } = this.parts
    if (current.opened === null || current.opened.store.facts.readOnly !== null) return false
    const isTrial = event.callId === this.#trial
    const kept = await hearCall(this.parts, event, isTrial)
    if (kept.ok) this.#heardAt = this.parts.clock.now()
    else logger.warn('a telephone event was not kept', { code: kept.error.code })
    return kept.ok
  }

  /** Made when it is asked for the first time. */
  async #token(): Promise<Result<string>> {
    const known = await this.parts.secrets.get(TOKEN)
    if (!known.ok) return known
    if (known.value !== null) return ok(known.value)
    const made = randomToken(this.parts.random, TOKEN_BYTES)
    const kept = await this.parts.secrets.set(TOKEN, made)
    return kept.ok ? ok(made) : kept
  }
}

export const telephoneRoom = (parts: Parts): TelephoneRoom => {
  const ear = new Telephone(parts)
  return {
    handlers: {
      calls: callHandlers({
        ...parts,
        ringing: { of: (desk) => parts.desk.ringing(desk), set: (desk, lines) => parts.desk.rings(desk, lines) },
      }),
      telephone: telephoneHandlers(ear),
    },
    jobs: [
      {
        name: 'telephone',
        start: async () => {
          if (parts.current.opened?.store.facts.readOnly === null) await ear.open()
        },
        stop: () => ear.close(),
      },
      rounds(parts, {
        name: 'forget-calls',
        everyMs: HOUR_MS,
        round: async (isStopped) => {
          const gone = await forgetCalls(parts, isStopped)
          if (gone > 0) parts.logger.info('calls forgotten', { gone })
        },
        listen: (_opened, look) => {
          look()
          return () => undefined
        },
      }),
    ],
  }
}
