import Database from 'better-sqlite3'
import { AttachmentFiles, attachmentFolder } from './attachment-files'
import { checkAuditRows } from './audit/check-audit'
import { sha256Of } from './copies/file-digest'

export interface Check {
  readonly name:
    'integrity' | 'foreign_keys' | 'numbering' | 'search_index' | 'search_rows' | 'attachments' | 'orphans' | 'audit'
  readonly ok: boolean
  /** How many things are wrong. */
  readonly found: number
  readonly detail: string
}

/**
 * Everything that must be true of a store, on connections of its own: reading a big one takes seconds, so it runs in a
 * thread (see copies/thread.ts). Only the comparison of the search index needs to write, and changes nothing.
 */
export const verifyStore = async ({
  path,
  readOnly,
}: {
  readonly path: string
  readonly readOnly: boolean
}): Promise<readonly Check[]> => {
  const database = new Database(path, { readonly: readOnly, timeout: 10_000 })
  try {
    return [
      ...checkRows(database),
      readOnly ? check('search_index', 0, '') : searchIndex(database),
      ...(await checkFiles(database, new AttachmentFiles(attachmentFolder(path)))),
    ]
  } finally {
    database.close()
  }
}

const check = (name: Check['name'], found: number, detail: string): Check => ({ name, ok: found === 0, found, detail })

const checkRows = (database: Database.Database): Check[] => {
  const integrity = (database.pragma('integrity_check') as { integrity_check: string }[]).map(
    (row) => row.integrity_check,
  )
  const foreign = database.pragma('foreign_key_check') as unknown[]
  const unsearched = database
    .prepare('SELECT count(*) FROM tickets t LEFT JOIN ticket_search s ON s.ticket_id = t.id WHERE s.ticket_id IS NULL')
    .pluck()
    .get() as number
  const years = wrongYears(database)
  return [
    check('integrity', integrity[0] === 'ok' ? 0 : integrity.length, integrity.slice(0, 3).join('; ')),
    check('foreign_keys', foreign.length, ''),
    check('numbering', years.length, years.join(', ')),
    check('search_rows', unsearched, ''),
    auditCheck(database),
  ]
}

/** A year's numbers are its tickets and the ones that a restored copy had to leave out (see copies/restore.ts). */
const wrongYears = (database: Database.Database): readonly number[] =>
  database
    .prepare(
      `SELECT n.year FROM ticket_numbers n
       LEFT JOIN (SELECT year, sum(last_seq - first_seq + 1) AS n, max(last_seq) AS top FROM number_gaps GROUP BY year) g
         ON g.year = n.year
       WHERE n.last <> (SELECT count(*) FROM tickets t WHERE t.year = n.year) + coalesce(g.n, 0)
       OR n.last <> max((SELECT coalesce(max(seq), 0) FROM tickets t WHERE t.year = n.year), coalesce(g.top, 0))`,
    )
    .pluck()
    .all() as number[]

/** Nobody has changed or taken away what the register says; a store from before it has none. */
const auditCheck = (database: Database.Database): Check => {
  if (!database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'audit'`).get()) return check('audit', 0, '')
  const { faults, problems } = checkAuditRows(database)
  return check(
    'audit',
    faults,
    problems
      .map(({ fault, id }) => `${fault} ${id}`)
      .slice(0, 3)
      .join('; '),
  )
}

const searchIndex = (database: Database.Database): Check => {
  try {
    // A copy that an older program made may hold fewer.
    const indexes = database.prepare("SELECT name FROM sqlite_schema WHERE sql LIKE '%USING fts5(%'").pluck().all()
    for (const index of indexes as string[])
      database.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('integrity-check', 1)`).run()
    return check('search_index', 0, '')
  } catch (error) {
    return check('search_index', 1, error instanceof Error ? error.message : '')
  }
}

const checkFiles = async (database: Database.Database, files: AttachmentFiles): Promise<readonly Check[]> => {
  const rows = database.prepare('SELECT sha256, size FROM blobs').all() as { sha256: string; size: number }[]
  const wrong: string[] = []
  for (const { sha256, size } of rows) {
    const found = await files.size(sha256)
    if (found !== size || (await sha256Of(files.pathOf(sha256))) !== sha256) wrong.push(sha256)
  }
  const known = new Set(rows.map(({ sha256 }) => sha256))
  let orphans = 0
  for await (const sha256 of files.all()) if (!known.has(sha256)) orphans += 1
  return [
    check('attachments', wrong.length, wrong[0] ?? ''),
    // A file that no row names is rubbish of a crash, not damage.
    { name: 'orphans', ok: true, found: orphans, detail: '' },
  ]
}
