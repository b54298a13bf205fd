import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { Prover } from './prover'
import type { ForkProver, ProverAnswer, ProverStep } from './prover-line'

/**
 * How a share's locks fail. `lost`: two processes were both told "yours". `refused`: a lock that nobody else holds is
 * not given (Linux cifs: a read lock cannot be raised). `stale`: what was written is not what is read. `silent`: the
 * file server does not answer. `unusable`: not even a file can be made. `unprovable`: no second process could be started.
 */
export type LockFault = 'lost' | 'refused' | 'stale' | 'silent' | 'unusable' | 'unprovable'

export type ProofOutcome =
  | { readonly ok: true; readonly slowestMs: number }
  | { readonly ok: false; readonly fault: LockFault; readonly at: string }

interface ProofStep {
  readonly who: 'a' | 'b'
  readonly step: ProverStep
  /** `busy`: this process must lose, at once. `done`: it must have its way, after a few tries if need be. */
  readonly wants: 'done' | 'busy'
  readonly reads?: string
}

const a = (step: ProverStep, wants: 'done' | 'busy' = 'done'): ProofStep => ({ who: 'a', step, wants })
const b = (step: ProverStep, wants: 'done' | 'busy' = 'done'): ProofStep => ({ who: 'b', step, wants })
const reads = (word: string, step: ProofStep): ProofStep => ({ ...step, reads: word })

/** SQLite's whole ladder, SHARED → RESERVED → EXCLUSIVE, each rung held by one process while the other tries to take it. */
const LADDER: readonly ProofStep[] = [
  // Two read at once; who would write must wait for the reader.
  a({ do: 'share' }),
  b({ do: 'share' }),
  b({ do: 'write', word: 'early' }),
  b({ do: 'commit' }, 'busy'),
  b({ do: 'release' }),
  a({ do: 'release' }),
  // One intends to write: the other may read, and may not intend the same.
  a({ do: 'reserve' }),
  b({ do: 'reserve' }, 'busy'),
  reads('', b({ do: 'read' })),
  a({ do: 'release' }),
  // One writes: the other may do nothing, and then sees what was written.
  a({ do: 'exclude' }),
  b({ do: 'read' }, 'busy'),
  b({ do: 'reserve' }, 'busy'),
  a({ do: 'write', word: 'first' }),
  a({ do: 'commit' }),
  reads('first', b({ do: 'read' })),
  // A read lock is raised to a write lock, by the other one.
  b({ do: 'share' }),
  b({ do: 'write', word: 'second' }),
  b({ do: 'commit' }),
  reads('second', a({ do: 'read' })),
  b({ do: 'exclude' }),
  a({ do: 'read' }, 'busy'),
  a({ do: 'reserve' }, 'busy'),
]

export interface ProofOptions {
  /** How long one step may take before the share counts as silent, in milliseconds. */
  readonly patienceMs?: number
}

const PATIENCE_MS = 10_000
/** A process that starts on a busy machine says nothing about the share. */
const START_PATIENCE_MS = 45_000
/** A virus scanner may hold a new file for a moment: a lock that must be had is asked for again so long. */
const RETRY_MS = 3000
const RETRY_PAUSE_MS = 60

/** Two processes fight over a scratch file in `folder`, where nobody else takes part: every answer is then evidence. */
export const proveLocks = async (
  folder: string,
  fork: ForkProver,
  { patienceMs = PATIENCE_MS }: ProofOptions = {},
): Promise<ProofOutcome> => {
  const path = `${folder}/.cantoniere-prova-${randomUUID()}.db`
  const provers = { a: new Prover(fork), b: new Prover(fork) }
  let slowestMs = 0

  const ask = async ({ who, step, wants }: ProofStep): Promise<ProverAnswer> => {
    const end = performance.now() + RETRY_MS
    for (;;) {
      const start = performance.now()
      const answer = await provers[who].ask(step, patienceMs)
      slowestMs = Math.max(slowestMs, performance.now() - start)
      if (wants === 'busy' || answer.outcome !== 'busy' || performance.now() > end) return answer
      await sleep(RETRY_PAUSE_MS)
    }
  }
  /** Closing nothing is answered by any prover that stands, and touches no file. */
  const stands = async (): Promise<boolean> => {
    const answers = await Promise.all(
      [provers.a, provers.b].map((prover) => prover.ask({ do: 'release' }, START_PATIENCE_MS)),
    )
    return answers.every(({ code, outcome }) => code !== 'gone' && outcome !== 'silent')
  }
  const failure = (step: ProofStep, fault: LockFault): ProofOutcome => ({
    ok: false,
    fault,
    at: `${step.who} ${step.step.do}`,
  })

  try {
    if (!(await stands())) return { ok: false, fault: 'unprovable', at: 'start' }
    for (const step of [a({ do: 'make', path }), b({ do: 'open', path }), ...LADDER]) {
      const fault = faultOf(step, await ask(step))
      if (fault !== null) return failure(step, fault)
    }
    // A process that dies lets its locks go.
    await provers.b.end()
    const last = a({ do: 'reserve' })
    const fault = faultOf(last, await ask(last))
    return fault === null ? { ok: true, slowestMs: Math.round(slowestMs) } : failure(last, fault)
  } finally {
    await Promise.all([provers.a.end(), provers.b.end()])
    for (const end of ['', '-journal']) await rm(`${path}${end}`, { force: true }).catch(() => undefined)
  }
}

const faultOf = ({ step, wants, reads: word }: ProofStep, answer: ProverAnswer): LockFault | null => {
  if (answer.outcome === 'silent') return 'silent'
  if (answer.code === 'gone') return 'unprovable'
  if (wants === 'busy') {
    if (answer.outcome === 'done') return 'lost'
    return answer.outcome === 'busy' ? null : 'unusable'
  }
  if (answer.outcome === 'busy') return 'refused'
  if (answer.outcome === 'failed') return step.do === 'make' || !isLockCode(answer.code) ? unusable(answer) : 'refused'
  return word !== undefined && answer.word !== word ? 'stale' : null
}

/** A broken file amid a proof is what lost locks look like from inside. */
const unusable = ({ code }: ProverAnswer): LockFault => (code.startsWith('SQLITE_CORRUPT') ? 'lost' : 'unusable')
const isLockCode = (code: string): boolean => /LOCK|PERM/.test(code)
