import { z } from 'zod'
import { REMOVED_PAYLOAD } from '@shared/audit/canonical'
import type { audit } from '@shared/contract/audit'
import type { OutputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import { asInstant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { FeatureParts } from '../feature-parts'
import { auditRowById } from './audit-queries'

const payload = z.object({
  fields: z.record(z.string(), z.unknown()).default({}),
  plain: z.record(z.string(), z.unknown()).default({}),
  removed: z.number().optional(),
})

/** What one row keeps beside its line: which fields were written, and where it stands in its chain. */
export const openRow = (parts: FeatureParts, id: number): Promise<Result<OutputOf<(typeof audit)['get']>>> =>
  parts.current.store.read(async (db) => {
    const row = (await auditRowById(db, id)) ?? refuse('not_found')
    const kept = payload.parse(JSON.parse(row.payload))
    return {
      fields: Object.keys(kept.fields),
      plain: kept.plain,
      removedAt: REMOVED_PAYLOAD.test(row.payload) ? asInstant(kept.removed ?? 0) : null,
      chain: row.chain,
      seq: row.seq,
      hash: row.hash,
    }
  })
