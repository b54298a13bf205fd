import type { ReadDb, WriteDb } from '@main/store/handles'
import { refreshDeadlines } from '../tickets/refresh-deadlines'
import { refreshSearchRow } from '../tickets/search-row'
import type { StoredMessage } from './message-queries'

/** Takes a held mail out of the outbox; false when it is on its way or gone. */
export const withdrawHeld = async (db: WriteDb, id: number): Promise<boolean> => {
  const removed = await db
    .deleteFrom('outbox')
    .where('message_id', '=', id)
    .where('state', '=', 'held')
    .executeTakeFirst()
  if (removed.numDeletedRows === 0n) return false
  await db.updateTable('messages').set({ state: 'withdrawn' }).where('id', '=', id).execute()
  // Whoever was to be told by it who has their report, was not.
  const told = db
    .selectFrom('forwarding_messages')
    .select('forwarding_id')
    .where('message_id', '=', id)
    .where('part', '=', 'told')
  await db.updateTable('forwardings').set({ tell: 'none' }).where('id', 'in', told).execute()
  return true
}

/** After an answer was withdrawn: when the citizen was answered first, and officially, is what the others say. */
export const recountAnswers = async (db: WriteDb, ticketId: number): Promise<void> => {
  const answers = await db
    .selectFrom('messages')
    .select(['id', 'purpose', 'created_at'])
    .where('ticket_id', '=', ticketId)
    .where('direction', '=', 'out')
    .where('purpose', 'in', ['reply', 'official'])
    .where('state', '<>', 'withdrawn')
    .orderBy('id')
    .execute()
  await db
    .updateTable('tickets')
    .set({
      first_answered_at: answers[0]?.created_at ?? null,
      official_answer_at: await officialAnswerAt(db, ticketId, answers),
    })
    .where('id', '=', ticketId)
    .execute()
  await refreshDeadlines(db, ticketId)
  await refreshSearchRow(db, ticketId)
}

/** A reopened ticket is owed a new official answer: those from before do not come back to life. */
const officialAnswerAt = async (
  db: ReadDb,
  ticketId: number,
  answers: readonly Pick<StoredMessage, 'id' | 'purpose' | 'created_at'>[],
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
  return entries.at(-1)?.kind === 'reopened' ? null : last.created_at
}
