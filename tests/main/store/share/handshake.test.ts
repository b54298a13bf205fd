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

interface World {
  /** The share keeps one side's lock from the other. */
  readonly holds: boolean
  /** A side sees what the other wrote. */
  readonly coherent: boolean
  /** The step after which a side says nothing more, if any. */
  readonly diesAt: number
  /** How often each word is heard again, out of turn. */
  readonly echoes: readonly number[]
}

type Side = 'candidate' | 'witness'
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
    const kept = world.holds && holder !== null && holder !== side
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
        if (world.coherent) file[other(side)] = pending
        return done()
      case 'read':
        return kept ? busy : done(file[side])
      case 'mark':
        store.witness = effect.word
        if (world.coherent) store.candidate = effect.word
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

const world = fc.record({
  holds: fc.boolean(),
  coherent: fc.boolean(),
  diesAt: fc.oneof(fc.constant(-1), fc.nat(20)),
  echoes: fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }),
})

describe('the handshake of two machines', () => {
  it('ends well on a share that keeps locks apart and shows what was written', () => {
    fc.assert(
      fc.property(world, ({ echoes }) => {
        expect(play({ holds: true, coherent: true, diesAt: -1, echoes })).toEqual({
          candidate: 'proved',
          witness: 'proved',
        })
      }),
    )
  })

  it('never trusts a share that loses locks or shows old rows, whoever dies on the way', () => {
    fc.assert(
      fc.property(world, (any) => {
        const ends = play(any)
        if (!any.holds || !any.coherent) expect(ends.candidate).not.toBe('proved')
        // The candidate is the one that may write afterwards: it must never be ahead of its witness.
        if (ends.candidate === 'proved') expect(ends.witness).toBe('proved')
      }),
      { numRuns: 1000 },
    )
  })

  it('tells both sides when nobody dies', () => {
    for (const holds of [true, false])
      for (const coherent of [true, false]) {
        const ends = play({ holds, coherent, diesAt: -1, echoes: [0] })
        expect(ends.candidate).toBe(holds && coherent ? 'proved' : 'failed')
        if (!holds) expect(ends.witness).toBe('failed')
      }
  })
})
