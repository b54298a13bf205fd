import { refuse } from '@shared/kernel/app-error'
import { clashingFields } from '@shared/kernel/field-changes'

/**
 * Conflicts are per field: of the fields that a command changes, each base must be what the store holds now. A field
 * changed without a base, or with one that is stale, refuses with `conflict`, the field, and the aggregate as it is.
 */
export const checkBase = <T extends object>(
  current: T,
  base: { readonly [K in keyof T]?: T[K] | undefined },
  changes: { readonly [K in keyof T]?: T[K] | undefined },
): void => {
  const [field] = clashingFields<T>(current, base, changes)
  if (field !== undefined) refuse('conflict', { field, current })
}
