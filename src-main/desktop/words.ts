import en from '../../src-renderer/locales/en/desktop.json'
import it from '../../src-renderer/locales/it/desktop.json'

export type Words = typeof it
export const wordsOf = (language: 'it' | 'en'): Words => (language === 'en' ? en : it)

/** `{number}` in a sentence becomes what it stands for. */
export const fill = (sentence: string, values: Readonly<Record<string, string | number>>): string =>
  sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole))
