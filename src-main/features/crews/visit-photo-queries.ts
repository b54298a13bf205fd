import type { ReadDb } from '@main/store/handles'
import type { FileRef } from '../tickets/attach-files'

/** Of these files, those that the visit does not have yet. */
export const newFilesOf = async (db: ReadDb, visitId: number, files: readonly FileRef[]): Promise<FileRef[]> => {
  const rows = await db
    .selectFrom('visit_photos')
    .innerJoin('attachments', 'attachments.id', 'visit_photos.attachment_id')
    .select('attachments.sha256')
    .where('visit_photos.visit_id', '=', visitId)
    .execute()
  const known = new Set(rows.map(({ sha256 }) => sha256))
  return files.filter(({ sha256 }) => !known.has(sha256) && known.add(sha256))
}
