import type { FeatureParts } from '../feature-parts'
import { readCopyNotes } from '../copies/copy-notes-queries'
import { type AuditHead } from '@main/store/audit/audit-rows'
import { defaultCopyFolder, listCopies } from '@main/store/copies/copy-folder'
import { readManifest } from '@main/store/copies/manifest'
import { restoredSpans } from './audit-queries'

/**
 * What the copies remember of the register: rows cut off at its end are seen by nothing else. A copy that was put back
 * took the rows after it away, and says so itself: what was copied in between is not asked for.
 */
export const keptHeads = async (parts: FeatureParts): Promise<readonly AuditHead[]> => {
  const { store } = parts.current
  const read = await store.read(async (db) => ({ notes: await readCopyNotes(db), spans: await restoredSpans(db) }))
  if (!read.ok) return []
  const { notes, spans } = read.value
  const folder = notes.settings.folder || defaultCopyFolder(store.facts.path)
  const copies = await listCopies(folder, { path: store.facts.path, id: notes.storeId })
  const papers = await Promise.all(copies.map(({ file }) => readManifest(file)))
  return papers.flatMap((paper) =>
    paper === null || spans.some(({ from, to }) => paper.madeAt > from && paper.madeAt < to)
      ? []
      : (paper.auditHeads ?? []),
  )
}
