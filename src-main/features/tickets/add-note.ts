import type { InputOf } from '@shared/contract/define'
import type { tickets } from '@shared/contract/tickets'
import { refuse } from '@shared/kernel/app-error'
import type { Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { saveDraft } from '../messages/drafts'
import { attachFiles } from './attach-files'
import { refreshSearchRow } from './search-row'
import { storedTicket } from './ticket-queries'
import { actorOf, writeEntry } from './write-entry'

type AddNote = InputOf<(typeof tickets)['addNote']>

/** A note stays in the office: it is never sent, and bumps nothing that a field edit compares. */
export const addNote = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: AddNote,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const at = parts.clock.now()
    return doOnce(db, { userId: caller.user.id, at, key: input.key }, () => writeNote(db, caller, input, at))
  })

const writeNote = async (
  db: WriteDb,
  caller: SignedInCaller,
  input: AddNote,
  at: Instant,
): Promise<Record<string, never>> => {
  if (!(await storedTicket(db, input.id))) refuse('not_found')
  const entryId = await writeEntry(db, {
    ticketId: input.id,
    at,
    kind: 'note',
    actor: actorOf(caller),
    text: input.text,
  })
  await attachFiles(db, { ticketId: input.id, entryId, at }, input.attachments)
  await db.updateTable('tickets').set({ last_activity_at: at }).where('id', '=', input.id).execute()
  await refreshSearchRow(db, input.id)
  await saveDraft(db, caller.user.id, { ticketId: input.id, face: 'note', text: '', data: {} }, at)
  return {}
}

/** Somebody has seen what came in. */
export const markRead = async (parts: FeatureParts, id: number): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    await db.updateTable('tickets').set({ unread: 0 }).where('id', '=', id).where('unread', '=', 1).execute()
    return {}
  })
