import { useI18n } from 'vue-i18n'
import type { Instant } from '@shared/kernel/instant'
import { asInstant } from '@shared/kernel/instant'
import { formatDay } from '@/app/formats'

/** The phone's own clock is shown as it was: `gio 2 apr`, `09:13`, never moved to a zone. */
export const useChatWords = () => {
  const { locale } = useI18n()
  const momentOf = (at: string): Instant => asInstant(Date.parse(`${at}Z`))
  const dayOf = (at: string): string => formatDay(momentOf(at), Date.now(), locale.value, 'UTC')
  const timeOf = (at: string): string => at.slice(11, 16)
  /** `gio 2 apr, 09:12–09:18`, or both days where there are two. */
  const spanOf = (from: string, to: string): string => {
    if (from.slice(0, 10) !== to.slice(0, 10)) return `${dayOf(from)}, ${timeOf(from)} – ${dayOf(to)}, ${timeOf(to)}`
    return timeOf(from) === timeOf(to)
      ? `${dayOf(from)}, ${timeOf(from)}`
      : `${dayOf(from)}, ${timeOf(from)}–${timeOf(to)}`
  }
  return { dayOf, timeOf, spanOf }
}
