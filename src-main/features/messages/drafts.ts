import type { InputOf, OutputOf } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import { type Instant, asInstant } from '@shared/kernel/instant'
import type { ReadDb, WriteDb } from '@main/store/handles'

type DraftKey = InputOf<(typeof messages)['draft']>

/** Each person's own, one a ticket and face; ticket 0 is the new report. */
export const readDraft = async (
  db: ReadDb,
  userId: number,
  key: DraftKey,
): Promise<OutputOf<(typeof messages)['draft']>> => {
  const row = await db
    .selectFrom('drafts')
    .selectAll()
    .where('user_id', '=', userId)
    .where('ticket_id', '=', key.ticketId ?? 0)
    .where('face', '=', key.face)
    .executeTakeFirst()
  if (!row) return { text: '', data: {}, updatedAt: null }
  return { text: row.text, data: JSON.parse(row.data) as Record<string, unknown>, updatedAt: asInstant(row.updated_at) }
}

export const saveDraft = async (
  db: WriteDb,
  userId: number,
  input: InputOf<(typeof messages)['saveDraft']>,
  at: Instant,
): Promise<void> => {
  const empty = input.text === '' && Object.keys(input.data).length === 0
  const key = { user_id: userId, ticket_id: input.ticketId ?? 0, face: input.face }
  if (empty) {
    await db
      .deleteFrom('drafts')
      .where('user_id', '=', key.user_id)
      .where('ticket_id', '=', key.ticket_id)
      .where('face', '=', key.face)
      .execute()
    return
  }
  const values = { text: input.text, data: JSON.stringify(input.data), updated_at: at }
  await db
    .insertInto('drafts')
    .values({ ...key, ...values })
    .onConflict((conflict) => conflict.columns(['user_id', 'ticket_id', 'face']).doUpdateSet(values))
    .execute()
}
