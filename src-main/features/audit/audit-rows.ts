import type { AuditKind } from '@shared/audit/canonical'
import type { AuditRow } from '@shared/contract/audit'
import type { UserId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import type { StoredAudit } from '@main/store/audit/audit-rows'

export type ShownAudit = Omit<StoredAudit, 'payload' | 'payload_digest' | 'hash' | 'seq' | 'chain'> & {
  readonly display_name: string | null
  readonly number: string | null
  readonly person: string | null
}

export const toAuditRow = (row: ShownAudit): AuditRow => ({
  id: row.id,
  at: asInstant(row.at),
  kind: row.kind as AuditKind,
  name: row.name,
  userId: row.user_id as UserId | null,
  actor: row.actor,
  displayName: row.display_name ?? '',
  osUser: row.os_user,
  host: row.host,
  entity: row.entity,
  entityId: row.entity_id,
  number: row.number ?? '',
  person: row.person ?? '',
  count: row.count,
  outcome: row.outcome,
})
