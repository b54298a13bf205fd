import { getCurrentScope, onScopeDispose, shallowRef } from 'vue'
import type { AppError } from '@shared/kernel/app-error'
import { changedFields, clashingFields, pickFields } from '@shared/kernel/field-changes'
import type { Result } from '@shared/kernel/result'
import { useCommand, type UseCommandOptions } from './use-command'
import { useErrorToast } from './use-error-toast'

/** Two people changed the same field: what each of them wants, for a person to choose. */
export interface FieldClash {
  readonly field: string
  /** What this desk wanted to write. */
  readonly mine: unknown
  /** What another desk wrote meanwhile. */
  readonly theirs: unknown
  /** This one, counted from 1, of as many as clash. */
  readonly position: number
  readonly count: number
}

export type Side = 'mine' | 'theirs'

/** What is to be written: the fields that differ, and for doors that take a whole, every field before and after. */
export interface FieldSend<T> {
  readonly base: Partial<T>
  readonly changes: Partial<T>
  readonly before: T
  readonly after: T
}

const currentOf = <T extends object>(error: AppError): Partial<T> | null =>
  error.code === 'conflict' && typeof error.current === 'object' && error.current !== null
    ? (error.current as Partial<T>)
    : null

/**
 * Writes what a person changed against what they saw. Fields that another desk changed meanwhile are asked about one
 * by one (`clash`, shown by ui/FieldClashDialog) and the rest is written with the answers; nothing is before that.
 */
export const useFieldEdit = <T extends object>(
  send: (edit: FieldSend<T>) => Promise<Result<unknown>>,
  options: UseCommandOptions = {},
) => {
  const command = useCommand(send, { handles: ['conflict', ...(options.handles ?? [])] })
  const { showError } = useErrorToast()
  const clash = shallowRef<FieldClash | null>(null)
  let answered: (side: Side | null) => void = () => undefined

  const answer = (side: Side | null): void => {
    clash.value = null
    answered(side)
  }
  const ask = (one: FieldClash): Promise<Side | null> => {
    answer(null)
    return new Promise((resolve) => {
      answered = resolve
      clash.value = one
    })
  }
  if (getCurrentScope()) onScopeDispose(() => answer(null))

  /** The fields as they are written now (a choice may have brought theirs); null when nothing was. */
  const save = async (base: T, mine: T): Promise<T | null> => {
    let from = base
    let to = mine
    for (;;) {
      const changes = changedFields(from, to)
      const names = Object.keys(changes)
      if (names.length === 0) return to
      const result = await command.run({ base: pickFields(from, names), changes, before: from, after: to })
      if (result.ok) return to
      const current = currentOf<T>(result.error)
      // What the answer does not tell of never clashes: the engine brings both sides together by itself.
      const fields = current ? clashingFields<T>(current, from, changes).filter((field) => field in current) : []
      if (current === null || fields.length === 0) {
        if (result.error.code === 'conflict') showError(result.error)
        return null
      }
      for (const [index, field] of fields.entries()) {
        const theirs = current[field] as T[typeof field]
        const side = await ask({ field, mine: to[field], theirs, position: index + 1, count: fields.length })
        if (side === null) return null
        from = { ...from, [field]: theirs }
        if (side === 'theirs') to = { ...to, [field]: theirs }
      }
    }
  }

  return { save, clash, answer, pending: command.pending, error: command.error }
}

export type FieldEdit = Pick<ReturnType<typeof useFieldEdit>, 'clash' | 'answer'>
