import { computed, onMounted, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { NoticeHours } from '@shared/desks/notice-hours'
import { hostDesktop } from '@/client/desktop'

/** A leap year whose first day is a Monday: day n of January is weekday n. */
const MODEL_YEAR = 2024

export const weekdayShort = (weekday: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(Date.UTC(MODEL_YEAR, 0, weekday))

/** Days one after the other as a stretch: `lun – sab`. */
const stretches = (days: readonly number[], language: string): string => {
  const runs: [number, number][] = []
  for (const day of days.toSorted((a, b) => a - b)) {
    const last = runs.at(-1)
    if (last?.[1] === day - 1) last[1] = day
    else runs.push([day, day])
  }
  return runs
    .map(([from, to]) =>
      from === to
        ? weekdayShort(from, language)
        : `${weekdayShort(from, language)}${to === from + 1 ? ', ' : ' – '}${weekdayShort(to, language)}`,
    )
    .join(', ')
}

/** When this computer may show notices of its system; nothing in a browser, which shows none. */
export const useNoticeHours = () => {
  const { t, locale } = useI18n()
  const kept = shallowRef<NoticeHours | null>(null)
  onMounted(async () => {
    kept.value = await hostDesktop().noticeHours()
  })

  const words = computed(() => {
    const hours = kept.value
    if (hours === null) return ''
    if (hours.when !== 'chosen') return t(`notices.hours.short.${hours.when}`)
    const { days, from, to } = hours
    return t('notices.hours.short.chosen', { days: stretches(days, locale.value), from, to })
  })

  /** False: they hold only until the program ends. */
  const keep = async (hours: NoticeHours): Promise<boolean> => {
    kept.value = hours
    return hostDesktop().keepNoticeHours(hours)
  }

  return { kept, words, keep }
}
