import type Database from 'better-sqlite3'
import type { Result } from '@shared/kernel/result'
import { ok } from '@shared/kernel/result'
import type { Store } from '../store'
import { AuditCheck } from './audit-check'
import { auditAfter, auditHashAt, toCheckedRow, type AuditHead, type StoredAudit } from './audit-rows'

export type AuditResult = AuditCheck['result']

/** So many rows are hashed between two breaths of the engine: about 20 ms. */
const SLICE = 2000

const expectHeads = (
  check: AuditCheck,
  heads: readonly AuditHead[],
  hashOf: (head: AuditHead) => string | null,
): void => {
  for (const head of heads) check.expectHead({ ...head, found: hashOf(head) })
}

/** The whole register on a bare connection, in one go: for `verify`, in its own thread or process. */
export const checkAuditRows = (database: Database.Database, heads: readonly AuditHead[] = []): AuditResult => {
  const check = new AuditCheck(true)
  for (const row of database.prepare('SELECT * FROM audit ORDER BY id').iterate())
    check.add(toCheckedRow(row as StoredAudit))
  const hash = database.prepare('SELECT hash FROM audit WHERE chain = ? AND seq = ?').pluck()
  expectHeads(check, heads, ({ chain, seq }) => (hash.get(chain, seq) as string | undefined) ?? null)
  return check.result
}

/** The same while people work: slice by slice, so that nobody's click waits for it. */
export const checkAudit = async (store: Store, heads: readonly AuditHead[] = []): Promise<Result<AuditResult>> => {
  const check = new AuditCheck(true)
  for (let after = 0; ;) {
    const rows = await store.read((db) => auditAfter(db, after, SLICE))
    if (!rows.ok) return rows
    for (const row of rows.value) check.add(toCheckedRow(row))
    const last = rows.value.at(-1)
    if (last === undefined || rows.value.length < SLICE) break
    after = last.id
    await new Promise((resolve) => setImmediate(resolve))
  }
  const found = await store.read((db) => Promise.all(heads.map(({ chain, seq }) => auditHashAt(db, chain, seq))))
  if (!found.ok) return found
  for (const [index, head] of heads.entries()) check.expectHead({ ...head, found: found.value[index] ?? null })
  return ok(check.result)
}
