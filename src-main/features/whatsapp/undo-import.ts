import type { OutputOf } from '@shared/contract/define'
import type { whatsapp } from '@shared/contract/whatsapp'
import { refuse } from '@shared/kernel/app-error'
import type { WhatsappImportId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { applyTransition } from '../tickets/apply-transition'
import { refreshSearchRow } from '../tickets/search-row'
import { storedTicket } from '../tickets/ticket-queries'
import { actorOf } from '../tickets/write-entry'
import { mayUndo } from './import-queries'

type Undone = OutputOf<(typeof whatsapp)['undoImport']>

/** A ticket that only the import has touched: still new, and on its timeline nothing but how it began. */
const isUntouched = async (db: WriteDb, ticketId: number, importId: number): Promise<boolean> => {
  const ticket = await storedTicket(db, ticketId)
  if (ticket?.status !== 'new') return false
  const later = await db
    .selectFrom('timeline')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('kind', '<>', 'created')
    .where((or) =>
      or.or([
        or('message_id', 'is', null),
        or('message_id', 'not in', (eb) =>
          eb.selectFrom('whatsapp_import_messages').select('message_id').where('import_id', '=', importId),
        ),
      ]),
    )
    .executeTakeFirst()
  return later === undefined
}

/**
 * Numbers were given and stay given: what the import opened is closed as withdrawn, what it added elsewhere is marked so,
 * and the chat's messages are unknown again, so that it can be imported as it should have been.
 */
export const undoImport = (
  parts: FeatureParts,
  caller: SignedInCaller,
  id: WhatsappImportId,
): Promise<Result<Undone>> =>
  parts.current.store.write(async (db) => {
    const made =
      (await db.selectFrom('whatsapp_imports').selectAll().where('id', '=', id).executeTakeFirst()) ??
      refuse('not_found')
    if (made.undone_at !== null) refuse('import_undone')
    if (!mayUndo(caller, made.user_id)) refuse('forbidden', { details: { needs: 'tickets.close' } })
    const at = parts.clock.now()
    const brought = await db.selectFrom('whatsapp_import_messages').selectAll().where('import_id', '=', id).execute()
    const undone: Undone = { tickets: 0, messages: 0, kept: [] }
    for (const row of brought) {
      if (row.opened === 1 && !(await isUntouched(db, row.ticket_id, id))) {
        undone.kept.push((await storedTicket(db, row.ticket_id))?.number ?? '')
        continue
      }
      if (row.opened === 1) {
        const act = { ticketId: row.ticket_id, actor: actorOf(caller), at }
        await applyTransition(db, act, { to: 'closed', outcome: 'withdrawn' })
        undone.tickets += 1
      } else undone.messages += row.said
      await db.updateTable('messages').set({ state: 'withdrawn' }).where('id', '=', row.message_id).execute()
      await db.deleteFrom('whatsapp_seen').where('message_id', '=', row.message_id).execute()
      await refreshSearchRow(db, row.ticket_id)
    }
    await db.updateTable('whatsapp_imports').set({ undone_at: at }).where('id', '=', id).execute()
    return undone
  })
