import type { Permission } from '@shared/accounts/permissions'
import { type AppError, appError } from '@shared/kernel/app-error'
import type { BulkChange } from '@shared/tickets/bulk'
import { type Caller, mayCaller } from '@main/platform/caller'

const NEEDS: Readonly<Record<BulkChange['kind'], Permission>> = {
  status: 'tickets.edit',
  wait: 'tickets.edit',
  category: 'tickets.edit',
  priority: 'tickets.edit',
  crew: 'tickets.assign',
  close: 'tickets.close',
}

/** Doing it to many needs what doing it to one needs; null when the caller may. */
export const bulkForbidden = (caller: Caller, change: BulkChange): AppError | null => {
  const needs = NEEDS[change.kind]
  return mayCaller(caller, needs) ? null : appError('forbidden', { details: { needs } })
}
