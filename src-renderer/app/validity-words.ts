import { useEventListener } from '@vueuse/core'
import { useI18n } from 'vue-i18n'

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement

const isField = (target: EventTarget | null): target is Field =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement

/** What the browser says of an empty or mistyped field is said in the desk's language, not in the browser's. */
export const useValidityWords = (): void => {
  const { t } = useI18n()
  useEventListener(
    document,
    'invalid',
    ({ target }) => {
      if (!isField(target)) return
      target.setCustomValidity('')
      const { valid, valueMissing, typeMismatch, patternMismatch } = target.validity
      if (valid) return
      const reason = valueMissing ? 'missing' : typeMismatch || patternMismatch ? 'mistyped' : 'refused'
      target.setCustomValidity(t(`shell.validity.${reason}`))
    },
    { capture: true },
  )
  for (const change of ['input', 'change'] as const)
    useEventListener(
      document,
      change,
      ({ target }) => {
        if (isField(target)) target.setCustomValidity('')
      },
      { capture: true },
    )
}
