import { useI18n } from 'vue-i18n'
import { PLACEHOLDERS, markOf } from '@shared/answers/placeholders'

const MARKS = Object.fromEntries(PLACEHOLDERS.map((name) => [name, markOf(name)]))

/** A text that citizens will read, as it is proposed: in Italian, whatever the clerk's screens speak, its placeholders still open. */
export const useCitizenText = (): ((key: string, values?: Readonly<Record<string, string>>) => string) => {
  const { t } = useI18n()
  return (key, values = {}) => t(key, { ...MARKS, ...values }, { locale: 'it' })
}
