import type { CallId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import type { WriteDb } from '@main/store/handles'

/** What came of a call is written on it; one that was forgotten in the meantime needs it no more. */
export const cameOfCall = async (
  db: WriteDb,
  id: CallId | null,
  came: { readonly ticket_id: number } | { readonly callback_id: number },
  by: { readonly name: string; readonly at: Instant },
): Promise<void> => {
  if (id === null) return
  await db
    .updateTable('calls')
    .set({ ...came, settled_at: by.at, settled_by: by.name })
    .where('id', '=', id)
    .execute()
}
