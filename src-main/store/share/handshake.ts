import type { ProverAnswer } from './prover-line'

/**
 * How two machines convince each other that the share keeps their locks apart (docs/adr/0007). The witness has the
 * store open already; the candidate wants to. Each holds a lock in turn on a file of their own beside the store, the
 * other must lose it and then read what was written under it; at last the candidate must read, in the store itself,
 * a row that the witness wrote there. They talk by small files, which need no locks.
 *
 * Pure: each side is a reducer from what it heard (or how its own lock answered) to what it does next.
 */
export type Turn = 'ask' | 'locked' | 'lost' | 'written' | 'proved' | 'broke' | 'stale' | 'failed'

export interface Said {
  readonly to: string
  /** Chosen by the candidate for one attempt: what was said in another is not heard. */
  readonly round: string
  readonly turn: Turn
  /** What was written under the lock (`written`), or in the store (`proved`). */
  readonly word: string
}

export type HandshakeEvent =
  | { readonly kind: 'heard'; readonly turn: Turn; readonly word: string }
  | { readonly kind: 'did'; readonly answer: ProverAnswer }

export type Effect =
  | { readonly do: 'say'; readonly turn: Turn; readonly word: string }
  /** Takes the exclusive lock and writes the word without committing. */
  | { readonly do: 'lock'; readonly word: string }
  /** Tries to read and to take the lock: `busy` when both were refused, `done` when either was given. */
  | { readonly do: 'break' }
  | { readonly do: 'commit' }
  | { readonly do: 'read' }
  /** Witness: writes the word into the store. Candidate: reads it there. */
  | { readonly do: 'mark'; readonly word: string }
  | { readonly do: 'confirm' }

export type HandshakeFault = 'lost' | 'stale' | 'failed'

export type Progress<State> =
  | { readonly state: State; readonly effect: Effect }
  | { readonly end: 'proved' }
  | { readonly end: 'failed'; readonly fault: HandshakeFault; readonly tell: Turn | null }
  /** Nothing to do about this event. */
  | null

const fail = (fault: HandshakeFault): Progress<never> => ({
  end: 'failed',
  fault,
  tell: fault === 'lost' ? 'broke' : fault,
})
const told = (turn: Turn): Progress<never> => {
  if (turn === 'broke') return { end: 'failed', fault: 'lost', tell: null }
  return turn === 'stale' || turn === 'failed' ? { end: 'failed', fault: turn, tell: null } : null
}
const say = (turn: Turn, word = ''): Effect => ({ do: 'say', turn, word })

export type CandidateState =
  | { readonly at: 'asked' | 'breaking' | 'lost' | 'locking' | 'locked' | 'committing' | 'written' }
  | { readonly at: 'reading' | 'confirming'; readonly word: string }

/** `word` is what this side writes under its own lock. */
export const candidateNext = (state: CandidateState, event: HandshakeEvent, word: string): Progress<CandidateState> => {
  if (event.kind === 'heard') {
    const ended = told(event.turn)
    if (ended !== null) return ended
    if (state.at === 'asked' && event.turn === 'locked') return { state: { at: 'breaking' }, effect: { do: 'break' } }
    if (state.at === 'lost' && event.turn === 'written')
      return { state: { at: 'reading', word: event.word }, effect: { do: 'read' } }
    if (state.at === 'locked' && event.turn === 'lost') return { state: { at: 'committing' }, effect: { do: 'commit' } }
    if (state.at === 'written' && event.turn === 'proved')
      return { state: { at: 'confirming', word: event.word }, effect: { do: 'confirm' } }
    return null
  }
  const { outcome, word: found } = event.answer
  switch (state.at) {
    case 'breaking':
      if (outcome === 'done') return fail('lost')
      return outcome === 'busy' ? { state: { at: 'lost' }, effect: say('lost') } : fail('failed')
    case 'reading':
      if (outcome !== 'done') return fail('failed')
      return found === state.word ? { state: { at: 'locking' }, effect: { do: 'lock', word } } : fail('stale')
    case 'locking':
      return outcome === 'done' ? { state: { at: 'locked' }, effect: say('locked') } : fail('failed')
    case 'committing':
      return outcome === 'done' ? { state: { at: 'written' }, effect: say('written', word) } : fail('failed')
    case 'confirming':
      if (outcome !== 'done') return fail('failed')
      return found === state.word ? { end: 'proved' } : fail('stale')
    default:
      return null
  }
}

export type WitnessState =
  | { readonly at: 'locking' | 'locked' | 'committing' | 'written' | 'breaking' | 'lost' | 'marking' | 'proved' }
  | { readonly at: 'reading'; readonly word: string }

/** The witness begins with a lock as soon as it is asked. `word` is what it writes, under the lock and in the store. */
export const witnessNext = (state: WitnessState, event: HandshakeEvent, word: string): Progress<WitnessState> => {
  if (event.kind === 'heard') {
    const ended = told(event.turn)
    if (ended !== null) return ended
    if (state.at === 'locked' && event.turn === 'lost') return { state: { at: 'committing' }, effect: { do: 'commit' } }
    if (state.at === 'written' && event.turn === 'locked') return { state: { at: 'breaking' }, effect: { do: 'break' } }
    if (state.at === 'lost' && event.turn === 'written')
      return { state: { at: 'reading', word: event.word }, effect: { do: 'read' } }
    return null
  }
  const { outcome, word: found } = event.answer
  switch (state.at) {
    case 'locking':
      return outcome === 'done' ? { state: { at: 'locked' }, effect: say('locked') } : fail('failed')
    case 'committing':
      return outcome === 'done' ? { state: { at: 'written' }, effect: say('written', word) } : fail('failed')
    case 'breaking':
      if (outcome === 'done') return fail('lost')
      return outcome === 'busy' ? { state: { at: 'lost' }, effect: say('lost') } : fail('failed')
    case 'reading':
      if (outcome !== 'done') return fail('failed')
      return found === state.word ? { state: { at: 'marking' }, effect: { do: 'mark', word } } : fail('stale')
    case 'marking':
      return outcome === 'done' ? { state: { at: 'proved' }, effect: say('proved', word) } : fail('failed')
    default:
      return null
  }
}
