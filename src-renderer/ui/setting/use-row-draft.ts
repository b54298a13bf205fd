import { computed, reactive } from 'vue'
import type { ErrorCode } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import { useCommand } from '@/client/use-command'
import { useFieldEdit } from '@/client/use-field-edit'

/** The three ways in which the contract writes one kind of row: `client.macros`, `client.answers`. */
export interface RowDoors<Fields extends object, Id extends number> {
  readonly create: (fields: Fields) => Promise<Result<unknown>>
  readonly edit: (input: { id: Id; base: Partial<Fields>; changes: Partial<Fields> }) => Promise<Result<unknown>>
  readonly remove: (input: { id: Id }) => Promise<Result<unknown>>
}

export interface RowDraftOptions<Fields extends object, Id extends number> {
  /** Null: a new one, which begins as `empty`. */
  readonly row: (Fields & { readonly id: Id }) | null
  readonly empty: Fields
  /** The row's fields, as the contract has them. */
  readonly schema: {
    readonly shape: object
    readonly safeParse: (value: unknown) => { readonly data?: Fields | undefined }
  }
  readonly doors: RowDoors<Fields, Id>
  /** Refusals that the dialog says itself, besides a taken name. */
  readonly handles?: readonly ErrorCode[]
}

/** One row of a kept list (macros, answers, rules) as it is being written; `RowDialog` is its frame. */
export const useRowDraft = <Fields extends object, Id extends number>({
  row,
  empty,
  schema,
  doors,
  handles = [],
}: RowDraftOptions<Fields, Id>) => {
  const handled = { handles: ['name_taken', ...handles] as const }
  const create = useCommand(doors.create, handled)
  const remove = useCommand(doors.remove)
  const id = row?.id
  const edit = useFieldEdit<Fields>(({ base, changes }) => doors.edit({ id: id as Id, base, changes }), handled)
  /** What the draft was filled from: the row's own fields, without what the engine adds to them. */
  const base: Fields =
    row === null
      ? empty
      : (Object.fromEntries(
          Object.keys(schema.shape).map((key) => [key, row[key as keyof Fields]]),
        ) as unknown as Fields)
  const fields = reactive({ ...base }) as Fields

  return {
    base,
    fields,
    isNew: row === null,
    /** The fields as the contract takes them; undefined while it would not. */
    typed: computed(() => schema.safeParse(fields).data),
    /** Whether it was written. */
    save: async (mine: Fields): Promise<boolean> =>
      id === undefined ? (await create.run(mine)).ok : (await edit.save(base, mine)) !== null,
    remove: async (): Promise<boolean> => id !== undefined && (await remove.run({ id })).ok,
    error: computed(() => create.error.value ?? edit.error.value),
    pending: computed(() => create.pending.value || edit.pending.value || remove.pending.value),
    edit,
  }
}

export type RowDraft<Fields extends object> = ReturnType<typeof useRowDraft<Fields, number>>
