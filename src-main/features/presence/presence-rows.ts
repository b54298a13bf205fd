import type { WriteDb } from '@main/store/handles'

export const removePresence = async (db: WriteDb, deskId: string, line: string): Promise<void> => {
  await db.deleteFrom('presence').where('desk_id', '=', deskId).where('line', '=', line).execute()
}
