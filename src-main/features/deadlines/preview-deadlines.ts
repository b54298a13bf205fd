import { setImmediate } from 'node:timers/promises'
import type { deadlines } from '@shared/contract/deadlines'
import type { InputOf, OutputOf } from '@shared/contract/define'
import { deadlinesFor } from '@shared/deadlines/deadline-policy'
import type { Pause } from '@shared/deadlines/office-time'
import type { TicketId } from '@shared/kernel/ids'
import { type Instant, asInstant, instantOrNull } from '@shared/kernel/instant'
import { type Result, ok } from '@shared/kernel/result'
import type { ReadDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { factsOfTicket } from '../tickets/refresh-deadlines'

type Preview = OutputOf<(typeof deadlines)['preview']>

/** So many tickets between two breaths: other people's clicks come in between. */
const BATCH = 500
const EXAMPLES = 5

const openBatch = (db: ReadDb, after: number) =>
  db
    .selectFrom('tickets')
    .select([
      'id',
      'number',
      'created_at',
      'status',
      'kind',
      'priority',
      'category_id',
      'first_answered_at',
      'official_answer_at',
      'due_at',
    ])
    .where('is_open', '=', 1)
    .where('id', '>', after)
    .orderBy('id')
    .limit(BATCH)
    .execute()

const pausesOf = async (db: ReadDb, ids: readonly number[]): Promise<ReadonlyMap<number, readonly Pause[]>> => {
  const rows =
    ids.length === 0 ? [] : await db.selectFrom('ticket_pauses').selectAll().where('ticket_id', 'in', ids).execute()
  const pauses = new Map<number, Pause[]>()
  for (const row of rows) {
    const pause = { from: asInstant(row.from_at), to: row.to_at === null ? undefined : asInstant(row.to_at) }
    pauses.set(row.ticket_id, [...(pauses.get(row.ticket_id) ?? []), pause])
  }
  return pauses
}

/** Works out every open ticket's next deadline under other rules or another calendar, as saving them would, and writes nothing. */
export const previewDeadlines = async (
  { current, clock }: FeatureParts,
  wanted: InputOf<(typeof deadlines)['preview']>,
): Promise<Result<Preview>> => {
  const now = clock.now()
  const sum = { open: 0, earlier: 0, later: 0, gained: 0, lost: 0, overdue: 0, becomeOverdue: 0, noLongerOverdue: 0 }
  const examples: Preview['examples'] = []
  const isLate = (due: number | null): boolean => due !== null && due <= now
  const count = (
    ticket: { readonly id: number; readonly number: string },
    was: Instant | null,
    next: Instant | null,
  ) => {
    sum.open += 1
    if (was === null && next !== null) sum.gained += 1
    if (was !== null && next === null) sum.lost += 1
    if (was !== null && next !== null && next < was) sum.earlier += 1
    if (was !== null && next !== null && next > was) sum.later += 1
    if (isLate(next)) sum.overdue += 1
    if (isLate(was) && !isLate(next)) sum.noLongerOverdue += 1
    if (next === null || !isLate(next) || isLate(was)) return
    sum.becomeOverdue += 1
    if (examples.length < EXAMPLES) examples.push({ id: ticket.id as TicketId, number: ticket.number, now: was, next })
  }
  for (let after = 0, more = true; more;) {
    const read = await current.store.read(async (db) => {
      const rows = await openBatch(db, after)
      const pauses = await pausesOf(
        db,
        rows.map(({ id }) => id),
      )
      const calendar = wanted.calendar ?? (await readSetting(db, 'calendar'))
      const policy = wanted.deadlines ?? (await readSetting(db, 'deadlines'))
      for (const row of rows) {
        const facts = await factsOfTicket(db, row)
        const was = instantOrNull(row.due_at)
        count(row, was, deadlinesFor(facts, policy, calendar, pauses.get(row.id) ?? []).due)
      }
      after = rows.at(-1)?.id ?? after
      return rows.length === BATCH
    })
    if (!read.ok) return read
    more = read.value
    await setImmediate()
  }
  return ok({ ...sum, examples })
}
