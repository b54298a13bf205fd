import { setImmediate } from 'node:timers/promises'
import { type Result, err, ok } from '@shared/kernel/result'
import type { ReadDb } from '@main/store/handles'
import type { Store } from '@main/store/store'
import type { IdRange } from '../tickets/ticket-queries'
import { lastTicketId } from './map-queries'

/** As many ids are looked at in one read: clicks come in between, they must not wait for a million. */
const IDS_A_STEP = 20_000

/**
 * Reads all tickets in steps, each a read of its own: what changes meanwhile is seen before or after its change, and
 * nothing is seen twice.
 */
export const inSteps = async <T>(
  store: Store,
  step: (db: ReadDb, ids: IdRange) => Promise<T>,
  idsAStep = IDS_A_STEP,
): Promise<Result<T[]>> => {
  const last = await store.read(lastTicketId)
  if (!last.ok) return last
  const answers: T[] = []
  for (let after = 0; after < last.value; after += idsAStep) {
    const answer = await store.read((db) => step(db, { after, upTo: after + idsAStep }))
    if (!answer.ok) return err(answer.error)
    answers.push(answer.value)
    await setImmediate()
  }
  return ok(answers)
}
