import { useIntervalFn } from '@vueuse/core'
import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { AppError } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import { useErrorText } from '@/app/error-text'

/** One try of a password at a time; after too many the seconds to wait are counted down where the person looks. */
export const usePasswordTry = (attempt: () => Promise<Result<void, AppError>>) => {
  const { t } = useI18n()
  const errorText = useErrorText()
  const error = shallowRef<AppError>()
  const pending = ref(false)
  const waitSeconds = ref(0)
  const { resume, pause } = useIntervalFn(
    () => {
      waitSeconds.value = Math.max(0, waitSeconds.value - 1)
      if (waitSeconds.value > 0) return
      pause()
      if (error.value?.code === 'too_many_attempts') error.value = undefined
    },
    1000,
    { immediate: false },
  )

  const tryNow = async (): Promise<boolean> => {
    if (pending.value || waitSeconds.value > 0) return false
    pending.value = true
    const answer = await attempt()
    pending.value = false
    error.value = answer.ok ? undefined : answer.error
    const seconds = answer.ok ? undefined : answer.error.details?.['seconds']
    if (typeof seconds === 'number') {
      waitSeconds.value = seconds
      resume()
    }
    return answer.ok
  }

  const sentence = computed(() => {
    if (!error.value) return ''
    if (waitSeconds.value > 0) return t('accounts.signIn.wait', { seconds: waitSeconds.value })
    const { title, advice } = errorText(error.value)
    return `${title} ${advice}`.trim()
  })

  return { tryNow, pending, waitSeconds, sentence }
}
