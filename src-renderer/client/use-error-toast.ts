import { h } from 'vue'
import { useI18n } from 'vue-i18n'
import { useToast } from '@nuxt/ui/composables'
import type { AppError } from '@shared/kernel/app-error'
import { useErrorText } from '@/app/error-text'

export interface ErrorToast {
  readonly showError: (error: AppError) => void
  /** Its cause is gone: it was tried again, and came out otherwise. */
  readonly hideError: (error: AppError) => void
  readonly showDone: (title: string) => void
}

/** Toasts in the reader's words; a refusal carries the administrator's code in a fold. */
export const useErrorToast = (): ErrorToast => {
  const toast = useToast()
  const { t } = useI18n()
  const errorText = useErrorText()

  const showError = (error: AppError): void => {
    const { title, advice, code } = errorText(error)
    toast.add({
      id: `error-${error.code}`,
      title,
      color: 'error',
      icon: 'i-lucide-circle-alert',
      duration: 12_000,
      description: () =>
        h('div', [
          h('p', advice),
          h('details', { class: 'mt-1 text-xs' }, [
            h('summary', { class: 'cursor-pointer' }, t('errors.forAdministrator')),
            h('code', { class: 'select-all' }, code),
          ]),
        ]),
    })
  }

  const hideError = ({ code }: AppError): void => toast.remove(`error-${code}`)

  const showDone = (title: string): void => {
    toast.add({ title, color: 'success', icon: 'i-lucide-circle-check', duration: 4000 })
  }

  return { showError, hideError, showDone }
}
