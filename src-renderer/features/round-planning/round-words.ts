import { useI18n } from 'vue-i18n'
import type { RoundFields } from '@shared/contract/rounds'
import { useCatalog } from '@/app/catalog'
import { seasonText } from '@/features/answers'

/** What a round is, in the reader's words. */
export const useRoundWords = () => {
  const { t, locale } = useI18n()
  const { categoryName, districtName, crewName } = useCatalog()

  /** 5 January 1970 was a Monday. */
  const weekday = (number: number, style: 'short' | 'long' = 'short'): string =>
    new Intl.DateTimeFormat(locale.value, { weekday: style, timeZone: 'UTC' }).format((number + 3) * 86_400_000)

  const when = ({ everyWeeks, weekdays, season }: Pick<RoundFields, 'everyWeeks' | 'weekdays' | 'season'>): string =>
    [
      t('rounds.every', { count: everyWeeks }, everyWeeks),
      weekdays.map((one) => weekday(one)).join(', '),
      season === null ? '' : seasonText(season, locale.value),
    ]
      .filter(Boolean)
      .join(' · ')

  const where = ({ districtIds }: Pick<RoundFields, 'districtIds'>): string =>
    districtIds.length === 0 ? t('rounds.wholeTown') : districtIds.map(districtName).filter(Boolean).join(', ')

  const what = ({ categoryIds }: Pick<RoundFields, 'categoryIds'>): string =>
    categoryIds.map(categoryName).filter(Boolean).join(', ')

  return { weekday, when, where, what, crewName }
}
