import type { audit } from '@shared/contract/audit'
import type { FeatureHandlers } from '@shared/contract/define'
import type { Caller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { auditFacets, listAudit } from './audit-queries'
import { checkRegister } from './check-register'
import { exportRegister } from './export-register'
import { openRow } from './open-row'

export const auditHandlers = (parts: FeatureParts): FeatureHandlers<typeof audit, Caller> => ({
  list: (_caller, { filter, ...page }) => parts.current.store.read((db) => listAudit(db, filter, page)),
  get: (_caller, { id }) => openRow(parts, id),
  facets: () => parts.current.store.read(auditFacets),
  check: () => checkRegister(parts),
  export: (_caller, input) => exportRegister(parts, input),
})
