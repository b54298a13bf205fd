import { isDeepStrictEqual } from 'node:util'
import { refuse } from '@shared/kernel/app-error'

/**
 * Conflicts are per field: of the fields that a command changes, each base must be what the store holds now. A field
 * changed without a base, or with one that is stale, refuses with `conflict`, the field, and the aggregate as it is.
 */
export const checkBase = <T extends object>(
  current: T,
  base: { readonly [K in keyof T]?: T[K] | undefined },
  changes: { readonly [K in keyof T]?: T[K] | undefined },
): void => {
  for (const field of Object.keys(changes) as (keyof T & string)[]) {
    if (changes[field] === undefined) continue
    if (isDeepStrictEqual(current[field], base[field]) || isDeepStrictEqual(current[field], changes[field])) continue
    refuse('conflict', { field, current })
  }
}
