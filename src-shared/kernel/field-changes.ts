import { sameValue } from './same-value'

/** Only the fields that differ, with what they are now: two people who edit different fields do not meet. */
export const changedFields = <T extends object>(base: T, mine: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(mine).filter(([field, value]) => !sameValue(base[field as keyof T], value)),
  ) as Partial<T>

/** The named fields of a whole. */
export const pickFields = <T extends object>(whole: T, names: readonly string[]): Partial<T> =>
  Object.fromEntries(names.map((name) => [name, whole[name as keyof T]])) as Partial<T>

/**
 * Of the fields that are to be changed, those that somebody else changed meanwhile to something else: what the store
 * holds is neither what the writer saw nor what the writer wants.
 */
export const clashingFields = <T extends object>(
  current: { readonly [K in keyof T]?: T[K] | undefined },
  base: { readonly [K in keyof T]?: T[K] | undefined },
  changes: { readonly [K in keyof T]?: T[K] | undefined },
): (keyof T & string)[] =>
  (Object.keys(changes) as (keyof T & string)[]).filter(
    (field) =>
      changes[field] !== undefined &&
      !sameValue(current[field], base[field]) &&
      !sameValue(current[field], changes[field]),
  )
