import type { OutputOf } from '@shared/contract/define'
import type { whatsapp } from '@shared/contract/whatsapp'
import type { WhatsappImportId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import type { ReadDb } from '@main/store/handles'

const SHOWN = 20

/** Whoever brought it may take it back, and whoever may close tickets. */
export const mayUndo = (caller: SignedInCaller, broughtBy: number): boolean =>
  broughtBy === caller.user.id || mayCaller(caller, 'tickets.close')

export const latestImports = async (
  db: ReadDb,
  caller: SignedInCaller,
): Promise<OutputOf<(typeof whatsapp)['imports']>> => {
  const rows = await db
    .selectFrom('whatsapp_imports')
    .leftJoin('whatsapp_import_messages', 'import_id', 'whatsapp_imports.id')
    .select(['whatsapp_imports.id', 'name', 'at', 'user_id', 'user_name', 'undone_at'])
    .select((eb) => [eb.fn.sum<number | null>('opened').as('tickets'), eb.fn.sum<number | null>('said').as('messages')])
    .groupBy('whatsapp_imports.id')
    .orderBy('whatsapp_imports.id', 'desc')
    .limit(SHOWN)
    .execute()
  return {
    imports: rows.map((row) => ({
      id: row.id as WhatsappImportId,
      name: row.name,
      at: asInstant(row.at),
      by: row.user_name,
      tickets: row.tickets ?? 0,
      messages: row.messages ?? 0,
      undone: row.undone_at !== null,
      mayUndo: row.undone_at === null && mayUndo(caller, row.user_id),
    })),
  }
}
