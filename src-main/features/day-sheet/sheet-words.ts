import en from '../../../src-renderer/locales/en/daySheet.json'
import it from '../../../src-renderer/locales/it/daySheet.json'

export type SheetLanguage = 'it' | 'en'
type Words = typeof it

export interface SheetWords {
  readonly say: (key: keyof Words, values?: Readonly<Record<string, string | number>>) => string
  /** `giovedì 26 novembre 2026` */
  readonly longDay: (day: string) => string
  readonly moment: (at: number, zone: string) => string
  /** `4 h 30`, `45 min` */
  readonly time: (minutes: number) => string
  /** `3,4` */
  readonly decimal: (value: number, digits: number) => string
}

export const sheetWords = (language: SheetLanguage): SheetWords => {
  const words: Words = language === 'en' ? en : it
  const locale = language === 'en' ? 'en-GB' : 'it'
  const say: SheetWords['say'] = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
  return {
    say,
    longDay: (day) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone: 'UTC' }).format(Date.parse(`${day}T12:00:00Z`)),
    moment: (at, zone) =>
      new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone: zone }).format(at),
    decimal: (value, digits) => new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value),
    time: (minutes) =>
      minutes < 60
        ? say('minutes', { minutes })
        : say('hours', { hours: Math.floor(minutes / 60), minutes: String(minutes % 60).padStart(2, '0') }),
  }
}
