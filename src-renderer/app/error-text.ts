import { useI18n } from 'vue-i18n'
import type { AppError } from '@shared/kernel/app-error'

export interface ErrorText {
  /** What happened. */
  readonly title: string
  /** What was kept and what to do. */
  readonly advice: string
  /** For the administrator: the code, its field and its plain details. */
  readonly code: string
}

/** Each code's sentence is `what happened. What was kept, what to do.`: the first full stop parts the two. */
const splitSentence = (sentence: string): [string, string] => {
  const end = sentence.indexOf('. ')
  return end < 0 ? [sentence, ''] : [sentence.slice(0, end + 1), sentence.slice(end + 2)]
}

export const useErrorText = (): ((error: AppError) => ErrorText) => {
  const { t, te } = useI18n()
  return (error) => {
    const key = `errors.${error.code}`
    const sentence = te(key) ? t(key, { ...error.details }) : t('errors.internal')
    const [title, advice] = splitSentence(sentence)
    const details = error.details
      ? Object.entries(error.details).map(([name, value]) => `${name}=${String(value)}`)
      : []
    return { title, advice, code: [error.code, error.field, ...details].filter(Boolean).join(' · ') }
  }
}
