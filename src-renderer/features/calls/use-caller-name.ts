import { useI18n } from 'vue-i18n'
import type { Call } from '@shared/contract/calls'

/** Who calls, in one line: the citizen, one of several, or the number. */
export const useCallerName = () => {
  const { t } = useI18n()
  return ({ people, number }: Pick<Call, 'people' | 'number'>): string => {
    const [first] = people
    const name = first?.name || number || t('calls.hidden')
    return people.length > 1 ? t('calls.shared', { name, count: people.length - 1 }, people.length - 1) : name
  }
}
