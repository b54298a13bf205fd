import { AttachmentFiles, attachmentFolder } from './attachment-files'
import { sha256Of } from './backup'
import type { Store } from './store'

export interface Check {
  readonly name: 'integrity' | 'foreign_keys' | 'numbering' | 'search_index' | 'search_rows' | 'attachments' | 'orphans'
  readonly ok: boolean
  /** How many things are wrong. */
  readonly found: number
  readonly detail: string
}

/** Everything that must be true of a store; reads only (the search index is compared on the reading side). */
export const verifyStore = async (
  store: Store,
  options: { readonly hashes: boolean } = { hashes: true },
): Promise<readonly Check[]> => {
  const { reader, writer } = store.connections
  const integrity = (reader.pragma('integrity_check') as { integrity_check: string }[]).map(
    (row) => row.integrity_check,
  )
  const foreign = reader.pragma('foreign_key_check') as unknown[]
  const gaps = reader
    .prepare(
      `SELECT n.year FROM ticket_numbers n WHERE n.last <> (SELECT count(*) FROM tickets t WHERE t.year = n.year)
       OR n.last <> (SELECT coalesce(max(seq), 0) FROM tickets t WHERE t.year = n.year)`,
    )
    .all() as { year: number }[]
  const unsearched = reader
    .prepare('SELECT count(*) FROM tickets t LEFT JOIN ticket_search s ON s.ticket_id = t.id WHERE s.ticket_id IS NULL')
    .pluck()
    .get() as number
  const files = await checkFiles(store, options.hashes)
  return [
    check('integrity', integrity[0] === 'ok' ? 0 : integrity.length, integrity.slice(0, 3).join('; ')),
    check('foreign_keys', foreign.length, ''),
    check('numbering', gaps.length, gaps.map(({ year }) => year).join(', ')),
    check('search_rows', unsearched, ''),
    store.facts.readOnly === null ? searchIndex(writer) : check('search_index', 0, ''),
    check('attachments', files.wrong, files.example),
    // A file that no row names is rubbish of a crash, not damage.
    { name: 'orphans', ok: true, found: files.orphans, detail: '' },
  ]
}

const check = (name: Check['name'], found: number, detail: string): Check => ({ name, ok: found === 0, found, detail })

const searchIndex = (database: Store['connections']['writer']): Check => {
  try {
    database.prepare(`INSERT INTO ticket_fts (ticket_fts, rank) VALUES ('integrity-check', 1)`).run()
    return check('search_index', 0, '')
  } catch (error) {
    return check('search_index', 1, error instanceof Error ? error.message : '')
  }
}

const checkFiles = async (
  store: Store,
  hashes: boolean,
): Promise<{ wrong: number; example: string; orphans: number }> => {
  const files = new AttachmentFiles(attachmentFolder(store.facts.path))
  const rows = store.connections.reader.prepare('SELECT sha256, size FROM blobs').all() as {
    sha256: string
    size: number
  }[]
  const wrong: string[] = []
  for (const { sha256, size } of rows) {
    const found = await files.size(sha256)
    if (found !== size || (hashes && (await sha256Of(files.pathOf(sha256))) !== sha256)) wrong.push(sha256)
  }
  const known = new Set(rows.map(({ sha256 }) => sha256))
  let orphans = 0
  for await (const sha256 of files.all()) if (!known.has(sha256)) orphans += 1
  return { wrong: wrong.length, example: wrong[0] ?? '', orphans }
}
