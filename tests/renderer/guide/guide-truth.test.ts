import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createMemoryHistory } from 'vue-router'
import { describe, expect, it } from 'vitest'
import { features } from '@/app/features'
import { createWords } from '@/app/i18n'
import { keyNames, keysOf } from '@/app/key-names'
import { createDeskRouter } from '@/app/router'
import { createDesk } from '@/client/client'
import {
  CHAPTERS,
  CHAPTER_GROUPS,
  CHAPTER_OF_ROUTE,
  CHAPTER_OF_SECTION,
  chapterOf,
  isChapter,
} from '@/features/guide/chapters'
import { openBook } from '@/features/guide/guide-book'
import { targetOf } from '@/features/guide/use-guide'
import { settingsSections } from '@/features/settings/sections'
import { StandInBridge } from '../../support/stand-in-bridge'
import {
  type Claim,
  chapterFiles,
  isKeyOf,
  keyClaims,
  keysIn,
  linkClaims,
  readMarkdown,
  screenWords,
  wordClaims,
} from './guide-facts'

const told = ({ chapter, language, text }: Claim): string => `${language} ${chapter}: ${text}`
const router = createDeskRouter(features, createDesk(new StandInBridge()), createMemoryHistory())

describe('the chapters', () => {
  it.each(['it', 'en'] as const)('are the files, each once, and say something (%s)', async (language) => {
    expect(chapterFiles(language).toSorted()).toEqual([...CHAPTERS].toSorted())
    const book = [...(await openBook(language)).values()]
    expect(book.filter(({ title, tokens }) => title === '' || tokens.length < 3)).toEqual([])
  })

  it.each(['it', 'en'] as const)('stand in their list in the order of the program (%s)', async (language) => {
    const book = await openBook(language)
    const { t } = createWords(language).global
    const wanted = CHAPTER_GROUPS.flatMap(({ id, chapters }) => [
      `## ${t(`guide.groups.${id}`)}`,
      ...chapters.map((chapter) => `- [${book.get(chapter)?.title}](${chapter}.md)`),
    ])
    const lines = readMarkdown(language, 'README').split('\n')
    expect(lines.filter((line) => /^(##|-) /.test(line))).toEqual(wanted)
  })

  it('are there for every screen, every section of the rail and every part of the settings', () => {
    const screens = router
      .getRoutes()
      .map(({ name }) => name)
      .filter((name) => name !== undefined && name !== 'guide')
    const rail = features.flatMap((feature) => (feature.rail ?? []).map(({ route }) => route))
    expect(screens.length).toBeGreaterThan(15)
    expect(rail.length).toBeGreaterThan(8)
    expect([...screens, ...rail].filter((name) => CHAPTER_OF_ROUTE[String(name)] === undefined)).toEqual([])
    expect(settingsSections.map(({ id }) => id).toSorted()).toEqual(Object.keys(CHAPTER_OF_SECTION).toSorted())
    expect(chapterOf({ name: 'settings', params: { section: 'copies' } })).toBe('copies')
    expect(chapterOf({ name: 'quarantine', params: {} })).toBe('mail')
  })
})

describe('what the chapters say', () => {
  it('names only keys that the screen in question answers', () => {
    const claims = keyClaims()
    expect(claims.length).toBeGreaterThan(200)
    expect(claims.filter((claim) => !isKeyOf(claim)).map(told)).toEqual([])
  })

  it('reads the keys out of the code, and knows one that is not there', () => {
    expect(keysIn('features/ticket')).toContain('shift+i')
    expect(keysIn('features/callbacks')).toContain('delete')
    expect(keysIn('features/intake')).toContain('mod+shift+enter')
    expect(keysIn('app')).toContain('g v')
    expect(isKeyOf({ chapter: 'ticket', language: 'it', text: 'Maiusc+I' })).toBe(true)
    expect(isKeyOf({ chapter: 'ticket', language: 'it', text: 'Maiusc+Y' })).toBe(false)
    expect(isKeyOf({ chapter: 'queue', language: 'it', text: 'V' })).toBe(false)
  })

  it('prints keys that can be read back in both languages', () => {
    for (const keys of ['mod+enter', 'shift+w', 'alt+down', 'delete', 'g c', '?', 'f1', 'mod+;', '.', 'alt+left']) {
      for (const language of ['it', 'en']) {
        const text = keys
          .split(' ')
          .map((step) => keyNames(step, language).join('+'))
          .join(' ')
        expect(keysOf(text), text).toBe(keys)
      }
    }
  })

  it('uses the very words of the screens', () => {
    const words = { it: screenWords('it'), en: screenWords('en') }
    const claims = wordClaims()
    expect(claims.length).toBeGreaterThan(300)
    expect(claims.filter(({ language, text }) => !words[language].has(text)).map(told)).toEqual([])
  })

  it('leads somewhere with every link', async () => {
    const books = { it: await openBook('it'), en: await openBook('en') }
    const leads = ({ chapter, language, text }: Claim): boolean => {
      if (text.startsWith('https:')) return true
      const target = isChapter(chapter) ? targetOf(text, chapter) : null
      if (target === null) return false
      if (target.kind === 'chapter') {
        const parts = books[language].get(target.id)?.parts ?? []
        return target.anchor === '' ? parts.length > 0 : parts.some(({ anchor }) => anchor === target.anchor)
      }
      const { name, params } = router.resolve(target.path)
      if (name === 'unknown') return false
      return name !== 'settings' || settingsSections.some(({ id }) => id === params['section'])
    }
    const claims = linkClaims()
    expect(claims.length).toBeGreaterThan(80)
    expect(claims.filter((claim) => !leads(claim)).map(told)).toEqual([])
  })

  it.each(['it', 'en'] as const)('names every command of the command line and no other (%s)', (language) => {
    const folder = 'src-main/cli'
    const real = readdirSync(folder).flatMap((file) =>
      [...readFileSync(join(folder, file), 'utf8').matchAll(/\.command\('([\w-]+)/g)].map(([, name = '']) => name),
    )
    const markdown = readMarkdown(language, 'command-line')
    const rows = markdown.split('\n').filter((line) => line.startsWith('| `'))
    const named = rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([\w-]+)/g)].map(([, name]) => name))
    expect(named.toSorted()).toEqual(real.toSorted())
    const inScripts = chapterFiles(language).flatMap((chapter) =>
      [...readMarkdown(language, chapter).matchAll(/^cantoniere-cli ([a-z-]+)/gm)].map(([, name = '']) => name),
    )
    expect(inScripts.length).toBeGreaterThan(3)
    expect(inScripts.filter((name) => !real.includes(name))).toEqual([])
  })
})
