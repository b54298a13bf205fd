import { refuse } from '@shared/kernel/app-error'
import type { MessageId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'
import { refreshDeadlines } from '../tickets/refresh-deadlines'
import { refreshSearchRow } from '../tickets/search-row'

/** Takes a held reply back before it leaves; what it counted as (first, official answer) is undone with it. */
export const takeBack = async (parts: FeatureParts, id: MessageId): Promise<Result<{ text: string }>> =>
  parts.current.store.write(async (db) => {
    const removed = await db
      .deleteFrom('outbox')
      .where('message_id', '=', id)
      .where('state', '=', 'held')
      .executeTakeFirst()
    if (removed.numDeletedRows === 0n) refuse('not_found')
    const message = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
    await db.updateTable('messages').set({ state: 'withdrawn' }).where('id', '=', id).execute()
    const answers = await db
      .selectFrom('messages')
      .select(['purpose', 'created_at'])
      .where('ticket_id', '=', message.ticket_id)
      .where('direction', '=', 'out')
      .where('purpose', 'in', ['reply', 'official'])
      .where('state', '<>', 'withdrawn')
      .orderBy('id')
      .execute()
    await db
      .updateTable('tickets')
      .set({
        first_answered_at: answers[0]?.created_at ?? null,
        official_answer_at: answers.findLast(({ purpose }) => purpose === 'official')?.created_at ?? null,
      })
      .where('id', '=', message.ticket_id)
      .execute()
    await refreshDeadlines(db, message.ticket_id)
    await refreshSearchRow(db, message.ticket_id)
    return { text: message.text }
  })

/** A failed or uncertain message goes out again, at a person's word only. */
export const sendAgain = async (parts: FeatureParts, id: MessageId): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const at = parts.clock.now()
    const { numUpdatedRows } = await db
      .updateTable('outbox')
      .set({ state: 'queued', next_attempt_at: at, attempts: 0, error_code: null })
      .where('message_id', '=', id)
      .where('state', 'in', ['failed', 'uncertain'])
      .executeTakeFirst()
    if (numUpdatedRows === 0n) refuse('not_found')
    await db.updateTable('messages').set({ state: 'queued', error_code: null }).where('id', '=', id).execute()
    return {}
  })
