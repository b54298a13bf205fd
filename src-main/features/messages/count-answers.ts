import type { ReadDb, WriteDb } from '@main/store/handles'
import { addressList } from '../tickets/address-list'
import { refreshDeadlines } from '../tickets/refresh-deadlines'

const ON_ITS_WAY = ['queued', 'sending']

interface CountingAnswer {
  readonly id: number
  readonly purpose: string
  /** When it left; before that when it was written, or was sent again. */
  readonly at: number
}

/** Whom of its recipients each message did not reach. */
const missedBy = async (db: ReadDb, ticketId: number): Promise<ReadonlyMap<number, ReadonlySet<string>>> => {
  const rows = await db
    .selectFrom('undelivered')
    .innerJoin('messages', 'messages.id', 'undelivered.message_id')
    .select(['message_id', 'address'])
    .where('messages.ticket_id', '=', ticketId)
    .execute()
  return new Map(
    [...Map.groupBy(rows, (row) => row.message_id)].map(([id, some]) => [id, new Set(some.map((row) => row.address))]),
  )
}

const countingAnswers = async (db: ReadDb, ticketId: number): Promise<CountingAnswer[]> => {
  const rows = await db
    .selectFrom('messages')
    .leftJoin('outbox', 'outbox.message_id', 'messages.id')
    .select(['messages.id', 'purpose', 'messages.state', 'recipients_to', 'sent_at', 'created_at', 'held_until'])
    .where('ticket_id', '=', ticketId)
    .where('direction', '=', 'out')
    .where('purpose', 'in', ['reply', 'official'])
    .where('messages.state', '<>', 'withdrawn')
    .orderBy('messages.id')
    .execute()
  const missed = await missedBy(db, ticketId)
  const countsFrom = (row: (typeof rows)[number]): number | null => {
    if (row.state === 'held') return row.created_at
    const left = row.sent_at ?? row.created_at
    if (row.state === 'sent' || row.state === 'recorded') return left
    const notReached = missed.get(row.id)
    if (notReached !== undefined && addressList(row.recipients_to).some((to) => !notReached.has(to))) return left
    // Failed, doubtful, or come back from everybody: nobody was answered by it.
    return ON_ITS_WAY.includes(row.state) ? (row.held_until ?? row.created_at) : null
  }
  return rows.flatMap((row) => {
    const at = countsFrom(row)
    return at === null ? [] : [{ id: row.id, purpose: row.purpose, at }]
  })
}

/** A reopened ticket is owed a new official answer: those from before do not come back to life. */
const officialAnswerAt = async (
  db: ReadDb,
  ticketId: number,
  answers: readonly CountingAnswer[],
): Promise<number | null> => {
  const last = answers.findLast(({ purpose }) => purpose === 'official')
  if (!last) return null
  const entries = await db
    .selectFrom('timeline')
    .select(['kind', 'message_id'])
    .where('ticket_id', '=', ticketId)
    .where((where) => where.or([where('kind', '=', 'reopened'), where('message_id', '=', last.id)]))
    .orderBy('id')
    .execute()
  return entries.at(-1)?.kind === 'reopened' ? null : last.at
}

/**
 * When the citizen was answered first, and officially: by what left and reached them, never by what was taken back,
 * failed or may not have left. Called wherever that changes for one of a ticket's answers; the deadlines follow.
 */
export const countAnswers = async (db: WriteDb, ticketId: number): Promise<void> => {
  const answers = await countingAnswers(db, ticketId)
  const first = answers.length === 0 ? null : Math.min(...answers.map(({ at }) => at))
  const official = await officialAnswerAt(db, ticketId, answers)
  const { numUpdatedRows } = await db
    .updateTable('tickets')
    .set({ first_answered_at: first, official_answer_at: official })
    .where('id', '=', ticketId)
    // What says so already is not news for every desk.
    .where((eb) => eb.or([eb('first_answered_at', 'is not', first), eb('official_answer_at', 'is not', official)]))
    .executeTakeFirst()
  if (numUpdatedRows > 0n) await refreshDeadlines(db, ticketId)
}
