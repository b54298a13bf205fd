import type { Language } from '@/app/i18n'
import { CHAPTERS, type ChapterId } from './chapters'
import { type GuideChapter, readChapter } from './guide-text'

export type GuideBook = ReadonlyMap<ChapterId, GuideChapter>

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1, -'.md'.length)

const byName = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(files).map(([path, text]) => [nameOf(path), text]))

/** Every chapter in that language; in Italian where it is not translated. The texts are a chunk of their own each. */
export const openBook = async (language: Language): Promise<GuideBook> => {
  const italian = byName((await import('./texts-it')).files)
  const own = language === 'it' ? italian : byName((await import('./texts-en')).files)
  return new Map(
    CHAPTERS.flatMap((id): [ChapterId, GuideChapter][] => {
      const text = own.get(id)
      if (text !== undefined) return [[id, readChapter(id, text, language)]]
      const fallback = italian.get(id)
      return fallback === undefined ? [] : [[id, readChapter(id, fallback, 'it')]]
    }),
  )
}
