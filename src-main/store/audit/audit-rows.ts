import type { Selectable } from 'kysely'
import type { AuditKind } from '@shared/audit/canonical'
import type { ReadDb } from '../handles'
import type { Tables } from '../tables'
import type { CheckedRow } from './audit-check'

export type StoredAudit = Selectable<Tables['audit']>

export const toCheckedRow = (row: StoredAudit): CheckedRow => ({
  id: row.id,
  chain: row.chain,
  seq: row.seq,
  at: row.at,
  kind: row.kind as AuditKind,
  name: row.name,
  userId: row.user_id,
  actor: row.actor,
  osUser: row.os_user,
  host: row.host,
  entity: row.entity,
  entityId: row.entity_id,
  count: row.count,
  outcome: row.outcome,
  payload: row.payload,
  payloadDigest: row.payload_digest,
  hash: row.hash,
})

/** The register's rows after that one, in their order. */
export const auditAfter = (db: ReadDb, id: number, limit: number): Promise<StoredAudit[]> =>
  db.selectFrom('audit').selectAll().where('id', '>', id).orderBy('id').limit(limit).execute()

export interface AuditHead {
  readonly chain: string
  readonly seq: number
  readonly hash: string
  readonly at: number
}

export const auditHashAt = async (db: ReadDb, chain: string, seq: number): Promise<string | null> => {
  const row = await db
    .selectFrom('audit')
    .select('hash')
    .where('chain', '=', chain)
    .where('seq', '=', seq)
    .executeTakeFirst()
  return row?.hash ?? null
}
