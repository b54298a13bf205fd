import en from '../../../src-renderer/locales/en/publicSite.json'
import it from '../../../src-renderer/locales/it/publicSite.json'

export type SiteLanguage = 'it' | 'en'
export const SITE_LANGUAGES: readonly SiteLanguage[] = ['it', 'en']
type SiteWord = keyof typeof it

export interface SiteWords {
  readonly language: SiteLanguage
  readonly say: (key: SiteWord, values?: Readonly<Record<string, string | number>>) => string
  /** `lunedì 23 novembre 2026` */
  readonly day: (day: string) => string
}

const wordsOf = (language: SiteLanguage): SiteWords => {
  const words = language === 'en' ? en : it
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'it', { dateStyle: 'full', timeZone: 'UTC' })
  return {
    language,
    say: (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole)),
    day: (day) => format.format(Date.parse(`${day}T12:00:00Z`)),
  }
}

export const siteWords: Readonly<Record<SiteLanguage, SiteWords>> = { it: wordsOf('it'), en: wordsOf('en') }
