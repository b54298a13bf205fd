import { randomUUID } from 'node:crypto'
import type { DeskIdentity } from './machine'
import type { HandshakeFault, Said } from './handshake'
import type { ForkProver, ProverAnswer } from './prover-line'
import { Round, type RoundEnd } from './round'
import { type Announcement, ShareFolder } from './share-folder'
import { type Neighbour, standingOf } from './standing'
import type { BeatWatch } from './watch-beats'

/** What the member needs of the store; both are used only in the last step of a handshake. */
export interface ShareStore {
  /** Witness: leaves a word for that machine in the store itself. */
  mark(machine: string, host: string, word: string): Promise<ProverAnswer>
  /** Candidate: reads the word that was left for its machine. */
  confirm(machine: string): Promise<ProverAnswer>
}

export interface MemberParts {
  readonly storePath: string
  readonly identity: DeskIdentity
  readonly schema: number
  readonly fork: ForkProver
  readonly store: ShareStore
  /** Who was seen alive, over several openings. */
  readonly watch: BeatWatch
  readonly monotonic?: () => number
  readonly now?: () => number
}

export type Role = Announcement['role']

/** A desk that was silent to the others for so long must look around before it writes again (they wait 45 s). */
const FRESH_MS = 25_000
const QUIET_TICK_MS = 5000
/** The first desk looks whether somebody came; a candidate, what it was answered. */
const WITNESS_TICK_MS = 2000
const CANDIDATE_TICK_MS = 1000
const BUSY_TICK_MS = 150
/** How often the counter rises, and how often what the others say is read where nobody came or went. */
const ANNOUNCE_MS = 4500
const READ_MS = 4500
/** A write waits so long for a look around; a share that hangs must not hang it. */
const REFRESH_MS = 5000
/** A round that does not move for so long is given up. */
const ROUND_MS = 40_000
const AGAIN_MS = 3000

/**
 * This desk's part among the desks of a shared store: tells that it is there, sees who is, and finds out whether it
 * may trust the share. The first desk is trusted; desks on its machine share its kernel; a desk of another machine
 * proves itself against the first (handshake.ts) and is a candidate, which only reads, until then.
 */
export class ShareMember {
  readonly #parts: MemberParts
  readonly #folder: ShareFolder
  readonly #watch: BeatWatch
  readonly #me: DeskIdentity
  readonly #listeners = new Set<(role: Role) => void>()
  readonly #monotonic: () => number
  readonly #now: () => number
  #role: Role = 'candidate'
  #fault: HandshakeFault | null = null
  #said: Said | null = null
  #beat = 0
  #announcedAt = Number.NEGATIVE_INFINITY
  /** The others' files when they were last read, and when that was. */
  #names = ''
  #readAt = Number.NEGATIVE_INFINITY
  #others: readonly (Announcement & { readonly alive: boolean })[] = []
  #first: { readonly desk: string } | null = null
  #round: Round | null = null
  #roundMovedAt = 0
  #askAgainAt = 0
  #failures = 0
  #lookedAt = { monotonic: 0, wall: 0 }
  #timer: NodeJS.Timeout | undefined
  #ticking: Promise<void> = Promise.resolve()
  #left = false

  constructor(parts: MemberParts) {
    this.#parts = parts
    // A name of this opening: the same desk may come back while its old self is still believed alive.
    this.#me = { ...parts.identity, desk: `${parts.identity.desk}-${randomUUID().slice(0, 8)}` }
    this.#monotonic = parts.monotonic ?? (() => performance.now())
    this.#now = parts.now ?? Date.now
    this.#folder = new ShareFolder(parts.storePath)
    this.#watch = parts.watch
  }

  get role(): Role {
    return this.#role
  }

  get fault(): HandshakeFault | null {
    return this.#fault
  }

  /** The other desks that are in, as far as this one knows. */
  get others(): readonly Announcement[] {
    return this.#others.filter(({ alive }) => alive)
  }

  /** The host of the desk that this one proves itself against; null when it needs no proof. */
  get witnessHost(): string | null {
    return this.#others.find(({ desk }) => desk === this.#first?.desk)?.host ?? null
  }

  onRole(listener: (role: Role) => void): void {
    this.#listeners.add(listener)
  }

  /** Looks around once (so that the role is known), then goes on by itself. */
  async join(): Promise<void> {
    await this.#tick()
    this.#schedule()
  }

  /** Whether the others still take this desk for alive; after a sleep they may not, and `refresh` must look first. */
  get isFresh(): boolean {
    const gap = Math.max(this.#monotonic() - this.#lookedAt.monotonic, this.#now() - this.#lookedAt.wall)
    return gap < FRESH_MS
  }

  /** Looks around now; true when this desk may still write. */
  async refresh(): Promise<boolean> {
    let timer: NodeJS.Timeout | undefined
    await Promise.race([
      this.#tick().catch(() => undefined),
      new Promise<void>((resolve) => (timer = setTimeout(resolve, REFRESH_MS))),
    ])
    clearTimeout(timer)
    return this.#role === 'trusted' && this.isFresh
  }

  async leave(): Promise<void> {
    if (this.#left) return
    this.#left = true
    clearTimeout(this.#timer)
    await this.#ticking.catch(() => undefined)
    await this.#endRound()
    try {
      await this.#handOn()
      await this.#folder.forget(this.#me.desk)
      // Whoever leaves in the same moment may have named this desk.
      await this.#handOn()
      await this.#folder.tidy()
    } catch {
      // The share is gone: the others will see that our counter stands still.
    }
  }

  /** The first desk names another; one that leaves too is not left behind as a name for which everybody waits. */
  async #handOn(): Promise<void> {
    let named = this.#me.desk
    for (const { desk } of this.others.filter(({ role }) => role === 'trusted')) {
      if ((await this.#folder.first())?.desk !== named) return
      await this.#folder.handOver(this.#me.desk, desk)
      if (await this.#folder.isHere(desk, this.#me.desk)) return
      named = desk
    }
    if ((await this.#folder.first())?.desk === named) await this.#folder.giveUp()
  }

  #schedule(): void {
    if (this.#left) return
    const delay = this.#round ? BUSY_TICK_MS : this.#pause()
    this.#timer = setTimeout(() => {
      void this.#tick()
        .catch(() => undefined)
        .then(() => this.#schedule())
    }, delay)
    this.#timer.unref()
  }

  #pause(): number {
    if (this.#role === 'candidate') return CANDIDATE_TICK_MS
    return this.#role === 'trusted' && this.#first?.desk === this.#me.desk ? WITNESS_TICK_MS : QUIET_TICK_MS
  }

  #tick(): Promise<void> {
    const next = this.#ticking.catch(() => undefined).then(() => (this.#left ? undefined : this.#lookAround()))
    this.#ticking = next
    return next
  }

  async #lookAround(): Promise<void> {
    const wasFresh = this.isFresh
    const before = this.#first?.desk
    if (this.#monotonic() - this.#announcedAt > ANNOUNCE_MS) await this.#announce()
    await this.#look()
    // Slept or cut off: if another desk was made first meanwhile, nothing is known about its locks and ours.
    if (!wasFresh && this.#role === 'trusted' && this.#first?.desk !== before) await this.#become('candidate')
    this.#lookedAt = { monotonic: this.#monotonic(), wall: this.#now() }
    await this.#takeStanding()
    await this.#converse()
  }

  async #look(): Promise<void> {
    const names = (await this.#folder.names(this.#me.desk)).toSorted()
    if (this.#isCalm && names.join('/') === this.#names && this.#monotonic() - this.#readAt < READ_MS) return
    const first = await this.#folder.first()
    const found = await this.#folder.announcements(names)
    this.#names = names.join('/')
    this.#readAt = this.#monotonic()
    this.#first = first
    this.#others = found.map((other) => ({ ...other, alive: this.#watch.isAlive(other) }))
  }

  /** Nothing goes on between two desks, and this one did not sleep: what the others say can wait. */
  get #isCalm(): boolean {
    const isAsked = this.#others.some(({ alive, role }) => alive && role === 'candidate')
    return this.#role === 'trusted' && this.#round === null && !isAsked && this.isFresh
  }

  async #takeStanding(): Promise<void> {
    if (this.#role === 'refused') return
    const standing = standingOf({
      me: { desk: this.#me.desk, boot: this.#me.boot, trusted: this.#role === 'trusted' },
      first: this.#first,
      others: this.#neighbours(),
    })
    switch (standing.do) {
      case 'claim':
      case 'take_over': {
        const had =
          standing.do === 'claim'
            ? await this.#folder.claim(this.#me.desk)
            : await this.#folder.takeOver(standing.from, this.#me.desk)
        if (!had) return
        this.#first = { desk: this.#me.desk }
        await this.#become('trusted')
        return
      }
      case 'trust':
        await this.#become('trusted')
        return
      case 'ask':
        if (this.#round === null && this.#monotonic() >= this.#askAgainAt) await this.#ask(standing.witness)
        else if (this.#round !== null && this.#round.parts.partner !== standing.witness) await this.#endRound()
        return
      case 'witness':
      case 'stay':
      case 'wait':
        return
    }
  }

  /** Everyone else; a first desk that cannot be seen (yet) counts as one that may be there, until it was awaited. */
  #neighbours(): Neighbour[] {
    const others: Neighbour[] = this.#others.map(({ desk, boot, role, alive }) => ({ desk, boot, role, alive }))
    const first = this.#first
    if (first !== null && first.desk !== this.#me.desk && !others.some(({ desk }) => desk === first.desk))
      others.push({
        desk: first.desk,
        boot: '',
        role: 'candidate',
        alive: this.#watch.isAlive({ desk: first.desk, boot: '', pid: 0, beat: -1 }),
      })
    return others
  }

  async #ask(witness: string): Promise<void> {
    await this.#startRound('candidate', witness, randomUUID(), null)
  }

  /** Hears what was said to this desk, answers askers, gives up what does not move. */
  async #converse(): Promise<void> {
    const isWitness = this.#role === 'trusted' && this.#first?.desk === this.#me.desk
    if (isWitness && this.#round === null) {
      const asker = this.#others.find(
        ({ alive, role, said }) => alive && role === 'candidate' && said?.to === this.#me.desk && said.turn === 'ask',
      )
      if (asker?.said && asker.said.round !== this.#said?.round)
        await this.#startRound('witness', asker.desk, asker.said.round, asker)
    }
    const round = this.#round
    if (round === null) return
    const partner = this.#others.find(({ desk }) => desk === round.parts.partner)
    const said = partner?.said
    if (said?.to === this.#me.desk && said.round === round.parts.round) {
      const before = this.#said
      const end = await round.hear(said)
      if (this.#said !== before) this.#roundMovedAt = this.#monotonic()
      if (end !== null) return this.#ended(round, end)
    }
    const waits = round.parts.side === 'candidate' && this.#said?.turn === 'ask' && partner?.alive === true
    if (!waits && this.#monotonic() - this.#roundMovedAt > ROUND_MS) await this.#giveUp()
  }

  async #startRound(
    side: 'candidate' | 'witness',
    partner: string,
    id: string,
    asker: Announcement | null,
  ): Promise<void> {
    const { store, fork } = this.#parts
    const round = new Round({
      side,
      partner,
      round: id,
      word: randomUUID(),
      proofPath: this.#folder.proofPath,
      fork,
      mark: (word) => store.mark(asker?.machine ?? '', asker?.host ?? '', word),
      confirm: () => store.confirm(this.#me.machine),
      say: async (said) => {
        this.#said = said
        await this.#announce()
      },
    })
    this.#round = round
    this.#roundMovedAt = this.#monotonic()
    const end = await round.begin()
    if (end !== null) await this.#ended(round, end)
  }

  async #ended(round: Round, end: RoundEnd): Promise<void> {
    await this.#endRound()
    if (round.parts.side === 'witness') return
    if (end.proved) {
      await this.#become('trusted')
      return
    }
    this.#failures += 1
    // `failed` may be a passing fault of one side; a lock that was lost or a row that was not there is no accident.
    if (end.fault !== 'failed' || this.#failures >= 3) {
      this.#fault = end.fault
      await this.#become('refused')
    } else this.#askAgainAt = this.#monotonic() + AGAIN_MS
  }

  async #giveUp(): Promise<void> {
    await this.#endRound()
    this.#askAgainAt = this.#monotonic() + AGAIN_MS
  }

  async #endRound(): Promise<void> {
    const round = this.#round
    this.#round = null
    await round?.end()
  }

  async #become(role: Role): Promise<void> {
    if (this.#role === role) return
    this.#role = role
    await this.#announce()
    for (const listener of this.#listeners) listener(role)
  }

  #announce(): Promise<void> {
    this.#beat += 1
    this.#announcedAt = this.#monotonic()
    return this.#folder.announce({
      desk: this.#me.desk,
      machine: this.#me.machine,
      boot: this.#me.boot,
      host: this.#me.host,
      user: this.#me.user,
      kind: this.#me.kind,
      version: this.#me.version,
      schema: this.#parts.schema,
      pid: this.#me.pid,
      role: this.#role,
      fault: this.#fault,
      beat: this.#beat,
      said: this.#said,
    })
  }
}
