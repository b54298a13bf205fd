import { refuse } from '@shared/kernel/app-error'
import type { MessageId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { countAnswers } from './count-answers'
import { actorOf, writeEntry } from '../tickets/write-entry'

const DOUBTED = ['failed', 'uncertain', 'undelivered']

/**
 * A person's word that a failed, uncertain or undelivered message needs no more sending. Who said so stands on the
 * ticket; `not_found` for a message in any other state.
 */
export const markSent = (
  parts: FeatureParts,
  caller: SignedInCaller,
  id: MessageId,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const at = parts.clock.now()
    const message = await db.selectFrom('messages').selectAll().where('id', '=', id).executeTakeFirst()
    if (!message || !DOUBTED.includes(message.state)) return refuse('not_found')
    await db
      .updateTable('messages')
      .set({ state: 'sent', error_code: null, sent_at: message.sent_at ?? at })
      .where('id', '=', id)
      .execute()
    await db.updateTable('outbox').set({ state: 'sent', error_code: null }).where('message_id', '=', id).execute()
    await db.deleteFrom('undelivered').where('message_id', '=', id).execute()
    await countAnswers(db, message.ticket_id)
    await writeEntry(db, {
      ticketId: message.ticket_id,
      at,
      kind: 'marked_sent',
      actor: actorOf(caller),
      data: { was: message.state },
    })
    return {}
  })
