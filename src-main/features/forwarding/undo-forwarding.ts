import { refuse } from '@shared/kernel/app-error'
import type { WriteDb } from '@main/store/handles'
import { recountAnswers, withdrawHeld } from '../messages/withdraw'
import { openForwarding } from './forwarding-rows'

interface Stand {
  readonly status: string
  readonly body_id: number | null
}

/**
 * Before a step is taken back that brought a ticket to a body: letter and word to the citizen do not leave. Refuses
 * `undo_expired` when one of them has: what was sent cannot be unsent. Answers the stretch that is to vanish.
 */
export const withdrawForwarding = async (
  db: WriteDb,
  ticketId: number,
  now: Stand,
  before: Stand,
): Promise<number | null> => {
  if (now.status !== 'forwarded' || (before.status === 'forwarded' && before.body_id === now.body_id)) return null
  const stretch = await openForwarding(db, ticketId)
  if (!stretch) return null
  const messages = await db
    .selectFrom('forwarding_messages')
    .leftJoin('outbox', 'outbox.message_id', 'forwarding_messages.message_id')
    .select(['forwarding_messages.message_id', 'outbox.state'])
    .where('forwarding_id', '=', stretch.id)
    .execute()
  if (messages.some(({ state }) => state !== 'held')) refuse('undo_expired')
  for (const { message_id: id } of messages) await withdrawHeld(db, id)
  if (messages.length > 0) await recountAnswers(db, ticketId)
  return stretch.id
}

/** After the ticket is back where it was: the undone stretch never was, and an earlier one goes on as if nothing happened. */
export const mendForwardings = async (
  db: WriteDb,
  ticketId: number,
  undone: number | null,
  now: Stand,
  before: Stand,
): Promise<void> => {
  if (undone !== null) {
    await db.deleteFrom('forwarding_messages').where('forwarding_id', '=', undone).execute()
    await db.deleteFrom('forwardings').where('id', '=', undone).execute()
  }
  const isBack = before.status === 'forwarded' && (now.status !== 'forwarded' || now.body_id !== before.body_id)
  if (!isBack || before.body_id === null) return
  const earlier = await db
    .selectFrom('forwardings')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('body_id', '=', before.body_id)
    .where('ended_at', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!earlier) return
  await db.deleteFrom('forwardings').where('ticket_id', '=', ticketId).where('ended_at', 'is', null).execute()
  await db.updateTable('forwardings').set({ ended_at: null }).where('id', '=', earlier.id).execute()
}
