import { dirname } from 'node:path'
import type { OutputOf } from '@shared/contract/define'
import type { desk } from '@shared/contract/desk'
import { type Result, ok } from '@shared/kernel/result'
import { proveLocks } from '@main/store/share/lock-proof'
import { nodeProver } from '@main/store/share/fork-prover'
import type { DeskParts } from './desk-parts'
import { insideOf } from './examine-queries'

export type Examined = OutputOf<(typeof desk)['examine']>

/** How often the write lock is asked for, to see how long it takes now. */
const SAMPLES = 20

/** Where the store lies, whether its locks hold here and now, who is in, and how long a write waits. */
export const examineStore = async (parts: DeskParts): Promise<Result<Examined>> => {
  const { store } = parts.current
  const { facts } = store
  const proof = await proveLocks(dirname(facts.path), parts.opening.fork ?? nodeProver(), parts.opening.proof)
  if (facts.readOnly === null)
    for (let sample = 0; sample < SAMPLES; sample += 1) await store.write(() => Promise.resolve())
  const read = await store.read((db) => insideOf(db, parts.desk.deskId))
  if (!read.ok) return read
  const { inside, lastCopyAt, machines } = read.value
  return ok({
    path: parts.config.mayChooseStore ? facts.path : '',
    place: { ...facts.place },
    mode: facts.mode,
    readOnly: facts.readOnly as Examined['readOnly'],
    locks: proof.ok
      ? { hold: true, fault: null, at: null, slowestMs: proof.slowestMs }
      : { hold: false, fault: proof.fault, at: proof.at, slowestMs: null },
    inside:
      store.share?.others.map(({ host, user, kind, version, role }) => ({ host, user, kind, version, role })) ?? inside,
    machines,
    lastCopyAt,
    lockWaits: {
      p50Ms: Math.round(store.lockWaits.percentile(0.5)),
      p99Ms: Math.round(store.lockWaits.percentile(0.99)),
    },
  })
}
