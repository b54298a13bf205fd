import type { Callback, callbacks } from '@shared/contract/callbacks'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { CallOutcome } from '@shared/callbacks/next-try'
import type { CallbackId, ContactId, TicketId } from '@shared/kernel/ids'
import { DAY_MS, type Instant, asInstant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'

const ENDED_DAYS = 30

type Attempt = Callback['attempts'][number]

const attemptsOf = async (db: ReadDb, ids: readonly number[]): Promise<ReadonlyMap<number, Attempt[]>> => {
  const found = new Map<number, Attempt[]>(ids.map((id) => [id, []]))
  if (ids.length === 0) return found
  const rows = await db
    .selectFrom('callback_attempts')
    .selectAll()
    .where('callback_id', 'in', ids)
    .orderBy('id')
    .execute()
  for (const { callback_id: of, at, user_name: by, outcome, note } of rows)
    found.get(of)?.push({ at: asInstant(at), by, outcome: outcome as CallOutcome, note })
  return found
}

export const listCallbacks = async (
  db: ReadDb,
  { ended, ticketId, limit }: InputOf<(typeof callbacks)['list']>,
  now: Instant,
): Promise<OutputOf<(typeof callbacks)['list']>> => {
  let query = db
    .selectFrom('callbacks')
    .leftJoin('tickets', 'tickets.id', 'callbacks.ticket_id')
    .selectAll('callbacks')
    .select(['tickets.number', 'tickets.subject'])
    .limit(limit + 1)
  query = ended
    ? query
        .where('callbacks.outcome', 'is not', null)
        .where('ended_at', '>', now - ENDED_DAYS * DAY_MS)
        .orderBy('ended_at', 'desc')
        .orderBy('callbacks.id', 'desc')
    : query.where('callbacks.outcome', 'is', null).orderBy('callbacks.due_at').orderBy('callbacks.id')
  if (ticketId !== null) query = query.where('callbacks.ticket_id', '=', ticketId)
  const found = await query.execute()
  const rows = found.slice(0, limit)
  const attempts = await attemptsOf(
    db,
    rows.map(({ id }) => id),
  )
  return {
    callbacks: rows.map((row) => ({
      id: row.id as CallbackId,
      ticket:
        row.ticket_id === null
          ? null
          : { id: row.ticket_id as TicketId, number: row.number ?? '', subject: row.subject ?? '' },
      contactId: row.contact_id as ContactId | null,
      name: row.name,
      phone: row.phone,
      reason: row.reason,
      askedAt: asInstant(row.asked_at),
      askedBy: row.asked_by,
      dueAt: asInstant(row.due_at),
      isDue: row.outcome === null && row.due_at <= now,
      outcome: row.outcome as CallOutcome | null,
      attempts: attempts.get(row.id) ?? [],
    })),
    more: found.length > limit,
    due: (await countCallbacks(db, now)).due,
  }
}

export const countCallbacks = async (db: ReadDb, now: Instant): Promise<{ open: number; due: number }> => {
  const row = await db
    .selectFrom('callbacks')
    .select((eb) => [
      eb.fn.countAll<number>().as('open'),
      eb.fn.sum<number | null>(eb.case().when('due_at', '<=', now).then(1).else(0).end()).as('due'),
    ])
    .where('outcome', 'is', null)
    .executeTakeFirstOrThrow()
  return { open: row.open, due: row.due ?? 0 }
}
