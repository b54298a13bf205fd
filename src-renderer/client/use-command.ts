import { readonly, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
import type { AppError, ErrorCode } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import { useErrorToast } from './use-error-toast'

export interface UseCommandOptions {
  /** Codes that the screen answers itself (a conflict dialog, a field's own sentence): no toast for them. */
  readonly handles?: readonly ErrorCode[]
}

export interface CommandState<Input, Output> {
  readonly pending: Readonly<Ref<boolean>>
  readonly error: Readonly<ShallowRef<AppError | undefined>>
  readonly run: (input: Input) => Promise<Result<Output>>
}

/** Runs a command of the contract: says that it is under way, and tells a refusal in the reader's words. */
export const useCommand = <Input, Output>(
  call: (input: Input) => Promise<Result<Output>>,
  options: UseCommandOptions = {},
): CommandState<Input, Output> => {
  const underWay = ref(0)
  const pending = ref(false)
  const error = shallowRef<AppError>()
  const { showError, hideError } = useErrorToast()

  /** Whatever becomes of the call, even a bug: no button turns for ever. */
  const finished = async (input: Input): Promise<Result<Output>> => {
    try {
      return await call(input)
    } finally {
      underWay.value -= 1
      pending.value = underWay.value > 0
    }
  }

  const run = async (input: Input): Promise<Result<Output>> => {
    underWay.value += 1
    pending.value = true
    const answer = await finished(input)
    const before = error.value
    // A notice of the last try beside the success of this one says two things at once.
    if (before !== undefined && (answer.ok || answer.error.code !== before.code)) hideError(before)
    error.value = answer.ok ? undefined : answer.error
    if (!answer.ok && !options.handles?.includes(answer.error.code)) showError(answer.error)
    return answer
  }

  return { pending: readonly(pending), error, run }
}
