import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CandidateState,
  type Effect,
  type HandshakeEvent,
  type HandshakeFault,
  type Progress,
  type Said,
  type WitnessState,
  candidateNext,
  witnessNext,
} from './handshake'
import { Prover } from './prover'
import type { ForkProver, ProverAnswer } from './prover-line'

export interface RoundParts {
  readonly side: 'candidate' | 'witness'
  readonly round: string
  /** The other desk. */
  readonly partner: string
  readonly word: string
  readonly proofPath: string
  readonly fork: ForkProver
  /** Witness: writes the word into the store. Candidate: reads there what was written for it. */
  readonly mark: (word: string) => Promise<ProverAnswer>
  readonly confirm: () => Promise<ProverAnswer>
  readonly say: (said: Said) => Promise<void>
}

export type RoundEnd = { readonly proved: true } | { readonly proved: false; readonly fault: HandshakeFault }

const STEP_PATIENCE_MS = 10_000
/** The first step waits for a process that starts on a busy machine. */
const START_PATIENCE_MS = 30_000
const RETRY_MS = 4000
const RETRY_PAUSE_MS = 80

/** One attempt of two desks to prove the share to each other: runs the pure reducers on a prover and on said words. */
export class Round {
  readonly #prover: Prover
  #candidate: CandidateState = { at: 'asked' }
  #witness: WitnessState = { at: 'locking' }
  #heard = ''

  constructor(readonly parts: RoundParts) {
    this.#prover = new Prover(parts.fork)
  }

  /** Candidate: asks. Witness: takes the first lock. Answers how it ended, or null while it goes on. */
  async begin(): Promise<RoundEnd | null> {
    const { side, proofPath, word } = this.parts
    if (side === 'candidate') {
      await this.#say('ask', '')
      return null
    }
    const opened = await this.#prover.ask({ do: 'make', path: proofPath }, START_PATIENCE_MS)
    return this.#go({
      kind: 'did',
      answer: opened.outcome === 'done' ? await this.#carryOut({ do: 'lock', word }) : opened,
    })
  }

  /** What the other side said last; said again, it is heard once. */
  async hear(said: Said): Promise<RoundEnd | null> {
    if (said.round !== this.parts.round || said.turn === this.#heard) return null
    this.#heard = said.turn
    if (this.parts.side === 'candidate' && said.turn === 'locked') {
      const opened = await this.#prover.ask({ do: 'open', path: this.parts.proofPath }, START_PATIENCE_MS)
      // A file that is locked by the other side is opened without a look into it; anything else is no share to trust.
      if (opened.outcome === 'failed' || opened.outcome === 'silent') return { proved: false, fault: 'failed' }
    }
    return this.#go({ kind: 'heard', turn: said.turn, word: said.word })
  }

  end(): Promise<void> {
    return this.#prover.end()
  }

  async #go(first: HandshakeEvent): Promise<RoundEnd | null> {
    let event = first
    for (;;) {
      const next = this.#reduce(event)
      if (next === null) return null
      if ('end' in next) {
        if (next.end === 'proved') return { proved: true }
        await this.#prover.ask({ do: 'release' }, STEP_PATIENCE_MS)
        if (next.tell !== null) await this.#say(next.tell, '')
        return { proved: false, fault: next.fault }
      }
      if (next.effect.do === 'say') {
        await this.#say(next.effect.turn, next.effect.word)
        return next.effect.turn === 'proved' ? { proved: true } : null
      }
      event = { kind: 'did', answer: await this.#carryOut(next.effect) }
    }
  }

  #reduce(event: HandshakeEvent): Progress<CandidateState | WitnessState> {
    if (this.parts.side === 'candidate') {
      const next = candidateNext(this.#candidate, event, this.parts.word)
      if (next !== null && 'state' in next) this.#candidate = next.state
      return next
    }
    const next = witnessNext(this.#witness, event, this.parts.word)
    if (next !== null && 'state' in next) this.#witness = next.state
    return next
  }

  async #carryOut(effect: Exclude<Effect, { do: 'say' }>): Promise<ProverAnswer> {
    switch (effect.do) {
      case 'lock': {
        const locked = await this.#patiently('exclude')
        return locked.outcome === 'done'
          ? this.#prover.ask({ do: 'write', word: effect.word }, STEP_PATIENCE_MS)
          : locked
      }
      case 'break':
        return this.#break()
      case 'commit':
        return this.#patiently('commit')
      case 'read':
        return this.#patiently('read')
      case 'mark':
        return this.parts.mark(effect.word)
      case 'confirm':
        return this.parts.confirm()
    }
  }

  async #break(): Promise<ProverAnswer> {
    let worst: ProverAnswer | null = null
    for (const step of ['read', 'reserve', 'exclude'] as const) {
      const answer = await this.#prover.ask({ do: step }, STEP_PATIENCE_MS)
      await this.#prover.ask({ do: 'release' }, STEP_PATIENCE_MS)
      // A file that looks broken while the other one writes it was not kept from us either.
      if (answer.outcome === 'done' || answer.code.startsWith('SQLITE_CORRUPT')) return { ...answer, outcome: 'done' }
      if (worst === null || answer.outcome !== 'busy') worst = answer
    }
    return worst ?? { outcome: 'failed', code: '', word: '' }
  }

  async #patiently(step: 'exclude' | 'commit' | 'read'): Promise<ProverAnswer> {
    const end = performance.now() + RETRY_MS
    for (;;) {
      const answer = await this.#prover.ask({ do: step }, STEP_PATIENCE_MS)
      if (answer.outcome !== 'busy' || performance.now() > end) return answer
      await sleep(RETRY_PAUSE_MS)
    }
  }

  #say(turn: Said['turn'], word: string): Promise<void> {
    const { partner: to, round } = this.parts
    return this.parts.say({ to, round, turn, word })
  }
}
