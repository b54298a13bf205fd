import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type CandidateState,
  type Effect,
  type HandshakeEvent,
  type Progress,
  type Turn,
  type WitnessState,
  candidateNext,
  witnessNext,
} from '@main/store/share/handshake'
import type { ProverAnswer } from '@main/store/share/prover-line'

type Side = 'candidate' | 'witness'

interface World {
  /** Which side is kept out by the other's lock. */
  readonly keepsOut: Readonly<Record<Side, boolean>>
  /** Which side sees what the other wrote under its lock. */
  readonly sees: Readonly<Record<Side, boolean>>
  /** The candidate sees what the witness wrote in the store. */
  readonly seesStore: boolean
  /** The step after which a side says nothing more, if any. */
  readonly diesAt: number
  /** How often each word is heard again, out of turn. */
  readonly echoes: readonly number[]
}

interface Heard {
  readonly to: Side
  readonly turn: Turn
  readonly word: string
}

/** Both reducers on a share that may lie: how each side ended, null when it waits for good. */
const play = (world: World): Record<Side, 'proved' | 'failed' | null> => {
  const ends: Record<Side, 'proved' | 'failed' | null> = { candidate: null, witness: null }
  const states: { candidate: CandidateState; witness: WitnessState } = {
    candidate: { at: 'asked' },
    witness: { at: 'locking' },
  }
  let holder: Side | null = null
  let pending = ''
  const file: Record<Side, string> = { candidate: '', witness: '' }
  const store: Record<Side, string> = { candidate: '', witness: '' }
  const mail: Heard[] = []
  let steps = 0
  const done = (word = ''): ProverAnswer => ({ outcome: 'done', code: '', word })
  const busy: ProverAnswer = { outcome: 'busy', code: 'SQLITE_BUSY', word: '' }
  const other = (side: Side): Side => (side === 'candidate' ? 'witness' : 'candidate')

  const carryOut = (side: Side, effect: Exclude<Effect, { do: 'say' }>): ProverAnswer => {
    const kept = world.keepsOut[side] && holder !== null && holder !== side
    switch (effect.do) {
      case 'lock':
        if (kept) return busy
        holder = side
        pending = effect.word
        return done()
      case 'break':
        return kept ? busy : done()
      case 'commit':
        holder = null
        file[side] = pending
        if (world.sees[other(side)]) file[other(side)] = pending
        return done()
      case 'read':
        return kept ? busy : done(file[side])
      case 'mark':
        store.witness = effect.word
        if (world.seesStore) store.candidate = effect.word
        return done()
      case 'confirm':
        return done(store.candidate)
    }
  }
  const run = (side: Side, first: HandshakeEvent): void => {
    let event = first
    while (ends[side] === null && steps++ !== world.diesAt) {
      const next: Progress<CandidateState | WitnessState> =
        side === 'candidate'
          ? candidateNext(states.candidate, event, 'word-c')
          : witnessNext(states.witness, event, 'word-w')
      if (next === null) return
      if ('end' in next) {
        ends[side] = next.end
        if (next.end === 'failed' && next.tell !== null) mail.push({ to: other(side), turn: next.tell, word: '' })
        return
      }
      Object.assign(states, { [side]: next.state })
      if (next.effect.do === 'say') {
        const { turn, word } = next.effect
        const times = 1 + (world.echoes[steps % world.echoes.length] ?? 0)
        for (let time = 0; time < times; time += 1) mail.push({ to: other(side), turn, word })
        if (turn === 'proved') ends[side] = 'proved'
        return
      }
      event = { kind: 'did', answer: carryOut(side, next.effect) }
    }
  }
  run('witness', { kind: 'did', answer: carryOut('witness', { do: 'lock', word: 'word-w' }) })
  for (let post = mail.shift(); post; post = mail.shift())
    run(post.to, { kind: 'heard', turn: post.turn, word: post.word })
  return ends
}

const bySide = fc.record({ candidate: fc.boolean(), witness: fc.boolean() })
const world = fc.record({
  keepsOut: bySide,
  sees: bySide,
  seesStore: fc.boolean(),
  diesAt: fc.oneof(fc.constant(-1), fc.nat(20)),
  echoes: fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
})

const SOUND: World = {
  keepsOut: { candidate: true, witness: true },
  sees: { candidate: true, witness: true },
  seesStore: true,
  diesAt: -1,
  echoes: [0],
}
const isSound = ({ keepsOut, sees, seesStore }: World): boolean =>
  keepsOut.candidate && keepsOut.witness && sees.candidate && sees.witness && seesStore

describe('the handshake of two machines', () => {
  it('ends well on a share that keeps locks apart and shows what was written', () => {
    fc.assert(
      fc.property(world, ({ echoes }) => {
        expect(play({ ...SOUND, echoes })).toEqual({ candidate: 'proved', witness: 'proved' })
      }),
    )
  })

  it('never trusts a share that loses locks or shows old rows, whoever dies on the way', () => {
    fc.assert(
      fc.property(world, (any) => {
        const ends = play(any)
        if (!isSound(any)) expect(ends.candidate).not.toBe('proved')
        // The candidate is the one that may write afterwards: it must never be ahead of its witness.
        if (ends.candidate === 'proved') expect(ends.witness).toBe('proved')
      }),
      { numRuns: 1000 },
    )
  })

  it('finds each fault alone, and tells the candidate', () => {
    const faulty: readonly World[] = [
      { ...SOUND, keepsOut: { candidate: false, witness: true } },
      { ...SOUND, keepsOut: { candidate: true, witness: false } },
      { ...SOUND, sees: { candidate: false, witness: true } },
      { ...SOUND, sees: { candidate: true, witness: false } },
      { ...SOUND, seesStore: false },
    ]
    expect(faulty.map((one) => play(one).candidate)).toEqual(faulty.map(() => 'failed'))
  })
})
