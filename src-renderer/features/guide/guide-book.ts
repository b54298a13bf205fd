import type { Language } from '@/app/i18n'
import { CHAPTERS, type ChapterId } from './chapters'
import { type GuideChapter, readChapter } from './guide-text'

export type GuideBook = ReadonlyMap<ChapterId, GuideChapter>

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1, -'.md'.length)

const byName = (files: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(files).map(([path, text]) => [nameOf(path), text]))

/** Every chapter in that language; the texts of each are a chunk of their own. */
export const openBook = async (language: Language): Promise<GuideBook> => {
  const { files } = await (language === 'it' ? import('./texts-it') : import('./texts-en'))
  const texts = byName(files)
  return new Map(CHAPTERS.map((id) => [id, readChapter(id, texts.get(id) ?? '', language)]))
}
