import { createI18n } from 'vue-i18n'

export const LANGUAGES = ['it', 'en'] as const
export type Language = (typeof LANGUAGES)[number]

interface Words {
  [key: string]: string | Words
}

type Catalogue = Record<Language, Words>

const files = import.meta.glob<Words>('../locales/*/*.json', { eager: true, import: 'default' })

/** `../locales/it/queue.json` becomes `it.queue`: one file a feature, so that nobody edits another's words. */
export const gatherWords = (found: Record<string, Words>): Catalogue => {
  const catalogue: Catalogue = { it: {}, en: {} }
  for (const [path, words] of Object.entries(found)) {
    const [, language, feature] = /\/(it|en)\/([\w-]+)\.json$/.exec(path) ?? []
    if (language !== undefined && feature !== undefined) catalogue[language as Language][feature] = words
  }
  return catalogue
}

export const createWords = (language: Language = 'it') =>
  createI18n({
    legacy: false,
    locale: language,
    fallbackLocale: 'it',
    messages: gatherWords(files),
    missingWarn: import.meta.env.DEV,
    fallbackWarn: import.meta.env.DEV,
  })

export type DeskI18n = ReturnType<typeof createWords>
