import { useI18n } from 'vue-i18n'
import type { Day } from '@shared/kernel/instant'
import { type Dimension, type SliceKey, honestPercent } from '@shared/reports/figures'
import { type Period, yearOfPeriod } from '@shared/reports/period'
import { useCatalog } from '@/app/catalog'
import { useFormats } from '@/app/formats'

const HOUR = 60

/** Names, shares and times of the figures, in the reader's words. */
export const useReportWords = () => {
  const { t, locale } = useI18n()
  const { number } = useFormats()
  const { categoryName, districtName, crewName, bodyName } = useCatalog()
  const decimal = (value: number): string =>
    new Intl.NumberFormat(locale.value === 'en' ? 'en-GB' : 'it', { maximumFractionDigits: 1 }).format(value)

  /** `1 gen 2026`: here the day of the week says nothing. */
  const dayName = (day: Day): string =>
    new Intl.DateTimeFormat(locale.value === 'en' ? 'en-GB' : 'it', { dateStyle: 'medium', timeZone: 'UTC' }).format(
      Date.parse(day),
    )

  const sliceName = (dimension: Dimension, key: SliceKey): string => {
    if (key === null) return t(`reports.none.${dimension}`)
    switch (dimension) {
      case 'channel':
        return t(`vocabulary.channel.${key}`)
      case 'category':
        return categoryName(key as never)
      case 'district':
        return districtName(key as never)
      case 'crew':
        return crewName(key as never)
      case 'body':
        return bodyName(key as never)
    }
  }

  return {
    number,
    decimal,
    sliceName,
    percent: (share: number | null): string =>
      share === null ? '–' : t('reports.percent', { n: decimal(honestPercent(share)) }),
    /** Office minutes: hours up to a working day, days from there on. */
    duration: (minutes: number | null, dayMinutes: number | null): string => {
      if (minutes === null) return '–'
      const day = dayMinutes ?? 24 * HOUR
      const [word, units] = minutes < day ? (['hours', minutes / HOUR] as const) : (['days', minutes / day] as const)
      // As it is written: what is rounded to one is one.
      return t(`reports.time.${word}`, { n: decimal(units) }, Math.round(units * 10) === 10 ? 1 : 2)
    },
    periodName: (period: Period): string => {
      const year = yearOfPeriod(period)
      return year === null ? t('reports.span', { from: dayName(period.from), to: dayName(period.to) }) : String(year)
    },
  }
}
