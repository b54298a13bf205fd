import { Refusal, refuse } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import { storeError } from '@main/store/errors'
import type { WriteDb } from '@main/store/handles'
import { leaseHolds } from '@main/store/leases'
import type { Store } from '@main/store/store'
import type { FeatureParts } from '../feature-parts'
import { judgeFor } from './authority-queries'
import type { IncomingMail, MailParserPort, MailSource, Received } from './mail-ports'
import { type PreparedMail, prepareMail } from './prepare-mail'
import { type Placed, receiveAside, receiveOne, type ReceiveTools } from './receive-one'

/** A write that lasts longer keeps the other desks waiting. */
const WRITE_MS = 100
const WRITE_MAILS = 25

interface ReceiveParts extends FeatureParts {
  readonly parser: MailParserPort
}

/** What one mail did wrong is undone alone; what the store cannot do (disk full, lock) undoes the whole write. */
const receiveSafely = async (
  parts: ReceiveParts,
  store: Store,
  db: WriteDb,
  tools: ReceiveTools,
  source: MailSource,
  mail: PreparedMail,
): Promise<Placed> => {
  try {
    return await store.savepoint(db, () => receiveOne(db, tools, source, mail))
  } catch (error) {
    if (!(error instanceof Refusal)) {
      if (storeError(error) !== null) throw error
      parts.logger.bug('mail.receive', error)
    }
    return store.savepoint(db, () => receiveAside(db, tools, source, mail))
  }
}

const numbersOf = async (db: WriteDb, placed: readonly Placed[]): Promise<Map<number, string>> => {
  const ids = [...new Set(placed.map(({ ticketId }) => ticketId).filter((id) => id !== null))]
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('tickets').select(['id', 'number']).where('id', 'in', ids).execute()
  return new Map(rows.map(({ id, number }) => [id, number]))
}

const write = async (
  parts: ReceiveParts,
  store: Store,
  source: MailSource,
  prepared: readonly PreparedMail[],
): Promise<Result<Received[]>> => {
  const received: Received[] = []
  while (received.length < prepared.length) {
    const from = received.length
    const written = await store.write(async (db) => {
      if (source.lease !== null && !(await leaseHolds(db, source.lease))) refuse('conflict', { field: 'lease' })
      const tools = { random: parts.random, now: parts.clock.now() }
      const start = parts.clock.monotonic()
      const placed: Placed[] = []
      for (const mail of prepared.slice(from, from + WRITE_MAILS)) {
        placed.push(await receiveSafely(parts, store, db, tools, source, mail))
        if (parts.clock.monotonic() - start > WRITE_MS) break
      }
      const numbers = await numbersOf(db, placed)
      return placed.map(({ outcome, ticketId }) => ({
        outcome,
        ticketId,
        ticketNumber: ticketId === null ? null : (numbers.get(ticketId) ?? null),
      }))
    })
    if (!written.ok) return err(written.error)
    written.value.forEach((one, index) => {
      const mail = prepared[from + index]
      if (mail !== undefined) received.push({ ...one, parsed: mail.parsed })
    })
  }
  return ok(received)
}

export type MailIntake = (mails: readonly IncomingMail[]) => Promise<Result<Received[]>>

/**
 * The one way of mail into the store, from a mailbox or a file: read and its files laid down first, then short writes
 * of at most 25 mails or 100 ms, each mail under a savepoint with its UID's row. Refuses with `conflict` when the lease
 * was lost; what was written before that stands. Batches may be handed in before the last one is in: they are read at
 * once and written in their turn, so that a thread parses while this one writes.
 */
export const openMailIntake = (parts: ReceiveParts, source: MailSource): MailIntake => {
  const { store, files } = parts.current
  let before: Promise<unknown> = Promise.resolve()
  return (mails) => {
    const prepare = async (): Promise<Result<PreparedMail[]>> => {
      const judge = await store.read((db) => judgeFor(db, source.mailboxId))
      if (!judge.ok) return judge
      const now = parts.clock.now()
      try {
        return ok(await Promise.all(mails.map((mail) => prepareMail(parts.parser, files, mail, judge.value, now))))
      } catch (error) {
        // A disk that has no room for the files says so by the same name as for the rows.
        const found = storeError(error)
        if (found === null) throw error
        return err(found)
      }
    }
    const prepared = prepare()
    const mine = Promise.allSettled([prepared, before]).then(async () => {
      const ready = await prepared
      return ready.ok ? write(parts, store, source, ready.value) : ready
    })
    before = mine
    return mine
  }
}

/** A single batch. */
export const receiveMails = (
  parts: ReceiveParts,
  source: MailSource,
  mails: readonly IncomingMail[],
): Promise<Result<Received[]>> => openMailIntake(parts, source)(mails)
