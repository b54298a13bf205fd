import type { IncomingMessage, ServerResponse } from 'node:http'
import type { ServingStatus } from '@shared/contract/serving'
import { asInstant, instantOrNull } from '@shared/kernel/instant'
import { pairingText } from '@shared/lan/pairing-text'
import type { ServedDesk } from '@main/platform/caller'
import type { Clock } from '@main/platform/clock'
import { inBackground } from '@main/platform/in-background'
import type { Logger } from '@main/platform/logger'
import type { RandomBytes } from '@main/platform/random'
import type { Channel } from '@main/transport/frames'
import { type DeskCertificate, deskCertificate, readCertificate } from './certificate'
import { type AddressThrottle, LanServer } from './lan-server'
import { ownAddresses } from './own-addresses'
import { PairedDesks } from './paired-desks'
import { PairingWindow } from './pairing-window'
import { proofOf } from './pairing-proof'
import { type Told, pairingRequest } from './wire'

/** An address that is not there yet (the network comes up after the desk) is tried again. */
const RETRY_MS = 5_000

/** Every address that this computer has, or will have. */
const EVERYWHERE: ReadonlySet<string> = new Set(['0.0.0.0', '::', ''])

export interface ListenOn {
  readonly address: string
  readonly port: number
}

export interface ServingParts {
  /** Certificate, key and paired desks: this machine's, readable by this user only. */
  readonly folder: string
  readonly deskId: string
  readonly name: string
  readonly version: string
  readonly clock: Clock
  readonly random: RandomBytes
  readonly logger: Logger
  readonly throttle: AddressThrottle
  readonly accept: (line: string, channel: Channel, desk: ServedDesk) => void
  /** Before lines of a desk are cut for good. */
  readonly revoking: (lines: readonly string[]) => void
  /** Something that `status` tells has moved. */
  readonly onChange: () => void
}

/** Serves this engine's door to paired desks while it is started; what is kept between starts is the caller's. */
export class Serving {
  readonly #window: PairingWindow
  readonly #desks: PairedDesks
  #on: ListenOn | null = null
  #movedTo: string | null = null
  #server: LanServer | null = null
  #certificate: DeskCertificate | null = null
  #port = 0
  #error: ServingStatus['errorCode'] = null
  /** The system's code that was last told of. */
  #waitsFor: unknown = null
  #retry: NodeJS.Timeout | undefined
  #onStream: (request: IncomingMessage, response: ServerResponse) => void = (_, response) =>
    void response.writeHead(503).end()

  constructor(private readonly parts: ServingParts) {
    this.#window = new PairingWindow(parts.random, parts.clock)
    this.#desks = new PairedDesks(parts.folder)
  }

  /** Who answers `/stream/…` for paired desks. */
  set onStream(answer: (request: IncomingMessage, response: ServerResponse) => void) {
    this.#onStream = answer
  }

  /** Desks that are connected now. */
  get count(): number {
    return this.#server?.count ?? 0
  }

  /** @param movedTo serves nothing, and tells paired desks that come back where the store went */
  async start(on: ListenOn, movedTo: string | null = null): Promise<void> {
    await this.stop()
    this.#on = on
    this.#movedTo = movedTo
    this.#certificate = await deskCertificate(this.parts.folder, this.parts.name, this.parts.clock.now())
    await this.#listen(on)
  }

  async stop(): Promise<void> {
    clearTimeout(this.#retry)
    this.#on = null
    this.#movedTo = null
    this.#error = null
    this.#waitsFor = null
    this.#window.close()
    const server = this.#server
    this.#server = null
    await server?.close()
  }

  async newCode(): Promise<boolean> {
    if (this.#server === null || this.#certificate === null || this.#movedTo !== null) return false
    await this.#window.renew(this.#certificate.fingerprint)
    return true
  }

  /** Forgets the desk and cuts its line and streams at once; false when no such desk is paired. */
  revoke(id: string): boolean {
    if (!this.#desks.remove(id)) return false
    this.parts.revoking(this.#server?.linesOf(id) ?? [])
    this.#server?.cut(id)
    return true
  }

  tell(message: Told, told: (line: string) => boolean): void {
    this.#server?.tell(message, told)
  }

  tellAll(message: Told): void {
    this.#server?.tellAll(message)
  }

  async status(): Promise<ServingStatus> {
    this.#certificate ??= await readCertificate(this.parts.folder)
    const fingerprint = this.#certificate?.fingerprint ?? null
    const address = this.#on?.address ?? ''
    const port = this.#server === null ? (this.#on?.port ?? 0) : this.#port
    const open = this.#server === null ? null : this.#window.current
    const { name } = this.parts
    const addresses = ownAddresses()
    // The router gave this computer another one: whoever listens at the old one hears nobody.
    const isElsewhere =
      this.#server !== null && !EVERYWHERE.has(address) && !addresses.some((own) => own.address === address)
    const isListening = this.#server !== null && !isElsewhere
    return {
      state: this.#on === null || this.#movedTo !== null ? 'off' : isListening ? 'listening' : 'waiting',
      errorCode: this.#movedTo !== null ? null : isElsewhere ? 'address_not_here' : this.#error,
      forwardsTo: this.#movedTo,
      name,
      address,
      port,
      fingerprint,
      addresses,
      pairing:
        open === null || fingerprint === null
          ? null
          : {
              code: open.code,
              expiresAt: asInstant(open.expiresAt),
              text: pairingText({ address: reachable(address), port, code: open.code, fingerprint, name }),
            },
      desks: this.#desks.all.map(({ id, name: deskName, address: from, pairedAt, lastSeenAt }) => ({
        id,
        name: deskName,
        address: from,
        pairedAt: asInstant(pairedAt),
        lastSeenAt: instantOrNull(lastSeenAt),
        connected: this.#server?.connected(id) ?? false,
      })),
    }
  }

  async #listen(on: ListenOn): Promise<void> {
    if (this.#certificate === null) return
    const { parts } = this
    const server = new LanServer({
      certificate: this.#certificate,
      version: parts.version,
      movedTo: this.#movedTo,
      throttle: parts.throttle,
      known: (id, secret) => this.#desks.known(id, secret),
      pair: (request, address) => this.#pair(request, address),
      accept: parts.accept,
      onStream: (request, response) => this.#onStream(request, response),
      onDesk: ({ id, address }) => {
        this.#desks.seen(id, address, parts.clock.now())
        parts.onChange()
      },
      monotonic: () => parts.clock.monotonic(),
    })
    try {
      const port = await server.listen(on.address, on.port)
      if (this.#on !== on) return await server.close()
      this.#port = port
      this.#server = server
      this.#error = null
      this.#waitsFor = null
      parts.logger.info('serving', { port: this.#port })
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : ''
      this.#error = code === 'EADDRINUSE' || code === 'EACCES' ? 'port_in_use' : 'address_not_here'
      // Once, and again when it waits for something else: the same line every few seconds tells nobody anything.
      if (this.#waitsFor !== code) parts.logger.warn('serving waits', { code: String(code) })
      this.#waitsFor = code
      this.#retry = setTimeout(() => {
        if (this.#on === on) inBackground(parts.logger, 'serving', this.#listen(on).then(parts.onChange))
      }, RETRY_MS)
      this.#retry.unref()
    }
  }

  #pair(input: unknown, address: string): unknown {
    const request = pairingRequest.safeParse(input)
    if (!request.success) return null
    const { id, name, nonce, proof } = request.data
    const key = this.#window.take(proof, [id, name, nonce])
    if (key === null) return null
    this.#server?.cut(id)
    const secret = this.#desks.add({ id, name, address }, this.parts.clock.now(), this.parts.random)
    this.parts.onChange()
    const said = [this.parts.deskId, this.parts.name, nonce, secret]
    return { id: this.parts.deskId, name: this.parts.name, secret, proof: proofOf(key, 'serving', ...said) }
  }
}

/** `0.0.0.0` listens everywhere but is nowhere: the invitation names the first real address. */
const reachable = (address: string): string =>
  address === '0.0.0.0' || address === '::' ? (ownAddresses()[0]?.address ?? address) : address
