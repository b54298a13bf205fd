import { computed, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import { dayAt, dayNumber } from '@shared/deadlines/zone'
import { DAY_MS, HOUR_MS, MINUTE_MS, type Day, type Instant, asInstant } from '@shared/kernel/instant'

/** The office's time zone (`useOfficeZone`): every time on screen is the office's, wherever the desk stands. */
export const officeZone = ref('Europe/Rome')

const formatters = new Map<string, Intl.DateTimeFormat>()

const formatter = (language: string, zone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat => {
  const key = `${language}|${zone}|${JSON.stringify(options)}`
  const known = formatters.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { timeZone: zone, ...options })
  formatters.set(key, made)
  return made
}

const DAY_PARTS = { weekday: 'short', day: 'numeric', month: 'short' } as const
const TIME_PARTS = { hour: '2-digit', minute: '2-digit' } as const

/** `lun 23 nov, 09:12`; the year is added when it is not this one. */
export const formatMoment = (at: Instant, now: number, language: string, zone: string): string => {
  const day = formatDay(at, now, language, zone)
  return `${day}, ${formatter(language, zone, TIME_PARTS).format(at)}`
}

export const formatDay = (at: number, now: number, language: string, zone: string): string => {
  const year = formatter(language, zone, { year: 'numeric' })
  const sameYear = year.format(at) === year.format(now)
  const parts = sameYear ? DAY_PARTS : { ...DAY_PARTS, year: 'numeric' as const }
  return formatter(language, zone, parts).format(at).replaceAll(',', '')
}

/** Nights between two moments on the office's calendar: tomorrow is 1 from the first minute to the last. */
const nightsBetween = (from: number, to: number, zone: string): number =>
  dayNumber(dayAt(asInstant(to), zone)) - dayNumber(dayAt(asInstant(from), zone))

const relatives = new Map<string, Intl.RelativeTimeFormat>()

const relativeWords = (language: string): Intl.RelativeTimeFormat => {
  const known = relatives.get(language)
  if (known) return known
  const made = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' })
  relatives.set(language, made)
  return made
}

/** The largest whole unit only: `3 min fa`, `tra 2 h`, `ieri`; beyond a month, null (show the date). */
export const formatRelative = (at: number, now: number, language: string, zone: string): string | null => {
  const distance = at - now
  const size = Math.abs(distance)
  const words = relativeWords(language)
  if (size < MINUTE_MS) return words.format(0, 'second')
  if (size < HOUR_MS) return words.format(Math.trunc(distance / MINUTE_MS), 'minute')
  if (size < DAY_MS) return words.format(Math.trunc(distance / HOUR_MS), 'hour')
  if (size < 30 * DAY_MS) return words.format(nightsBetween(now, at, zone), 'day')
  return null
}

/** Noon of a calendar day in UTC: safely inside that day in every zone of Europe. */
const noonOf = (day: Day): number => Date.parse(`${day}T12:00:00Z`)

/** `lunedì 23 novembre`, in that language; the year is added when it is not that of `now`. */
export const formatLongDay = (day: Day, language: string, zone: string, now = noonOf(day)): string => {
  const isThisYear = new Date(now).getUTCFullYear() === new Date(noonOf(day)).getUTCFullYear()
  const parts = { weekday: 'long', day: 'numeric', month: 'long' } as const
  return formatter(language, zone, isThisYear ? parts : { ...parts, year: 'numeric' }).format(noonOf(day))
}

/** `1 gen – 31 dic 2026`: both ends, and the year always, since a figure of another year looks just the same. */
export const formatPeriod = (from: Day, to: Day, language: string, zone: string): string => {
  const write = (day: Day, withYear: boolean): string =>
    formatter(language, zone, { day: 'numeric', month: 'short', ...(withYear ? { year: 'numeric' } : {}) }).format(
      noonOf(day),
    )
  return `${write(from, from.slice(0, 4) !== to.slice(0, 4))} – ${write(to, true)}`
}

/** The formats of the reader's language; `now` is read at each call. */
export const useFormats = () => {
  const { locale } = useI18n()
  const numbers = computed(() => new Intl.NumberFormat(locale.value === 'en' ? 'en-GB' : 'it', { useGrouping: true }))
  return {
    moment: (at: Instant): string => formatMoment(at, Date.now(), locale.value, officeZone.value),
    dayOf: (at: Instant): string => formatDay(at, Date.now(), locale.value, officeZone.value),
    day: (day: Day): string => formatDay(noonOf(day), Date.now(), locale.value, officeZone.value),
    period: (from: Day, to: Day): string => formatPeriod(from, to, locale.value, officeZone.value),
    /** `lunedì 23 novembre`, to be read out. */
    longDay: (day: Day): string => formatLongDay(day, locale.value, officeZone.value, Date.now()),
    time: (at: Instant): string => formatter(locale.value, officeZone.value, TIME_PARTS).format(at),
    relative: (at: Instant, now: number): string | null => formatRelative(at, now, locale.value, officeZone.value),
    number: (value: number): string => numbers.value.format(value),
  }
}

/** How many nights ago something was, on the office's calendar. */
export const nightsSince = (at: Instant): number => Math.max(0, nightsBetween(at, Date.now(), officeZone.value))

/** Today on the office's calendar. */
export const officeToday = (): Day => dayAt(asInstant(Date.now()), officeZone.value)
