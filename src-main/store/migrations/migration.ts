/**
 * One numbered step of the store's shape. Frozen when released; its statements are plain SQL a dialect, since a step
 * must mean the same in ten years whatever the query builder has become by then.
 */
export interface Migration {
  readonly version: number
  readonly name: string
  readonly statements: { readonly sqlite: readonly string[] }
}
