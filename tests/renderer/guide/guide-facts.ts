import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lexer, type Token, type Tokens } from 'marked'
import { keysOf } from '@/app/key-names'
import type { ChapterId } from '@/features/guide/chapters'
import { plainText } from '@/features/guide/guide-text'

export type Language = 'it' | 'en'

export const FOLDERS: Readonly<Record<Language, string>> = { it: 'docs/guida', en: 'docs/guide' }

/** What a chapter claims, with the chapter it says it in. */
export interface Claim {
  readonly chapter: string
  readonly language: Language
  readonly text: string
}

export const chapterFiles = (language: Language): string[] =>
  readdirSync(FOLDERS[language])
    .filter((name) => name.endsWith('.md') && name !== 'README.md')
    .map((name) => name.slice(0, -'.md'.length))

export const readMarkdown = (language: Language, name: string): string =>
  readFileSync(join(FOLDERS[language], `${name}.md`), 'utf8')

const everyToken = (tokens: readonly Token[]): Token[] =>
  tokens.flatMap((token): Token[] => {
    const inner: readonly Token[] =
      token.type === 'list'
        ? (token as Tokens.List).items
        : token.type === 'table'
          ? [(token as Tokens.Table).header, ...(token as Tokens.Table).rows].flat().flatMap((cell) => cell.tokens)
          : 'tokens' in token
            ? (token.tokens ?? [])
            : []
    return [token, ...everyToken(inner)]
  })

const claims = (pick: (markdown: string) => readonly string[]): Claim[] =>
  (['it', 'en'] as const).flatMap((language) =>
    chapterFiles(language).flatMap((chapter) =>
      pick(readMarkdown(language, chapter)).map((text) => ({ chapter, language, text })),
    ),
  )

const ofType = (type: string, textOf: (token: Token) => string) =>
  claims((markdown) =>
    everyToken(lexer(markdown))
      .filter((token) => token.type === type)
      .map((token) => textOf(token).replace(/\s+/g, ' ')),
  )

export const keyClaims = (): Claim[] =>
  claims((markdown) => [...markdown.matchAll(/<kbd>(.*?)<\/kbd>/g)].map(([, text = '']) => text))

/** Words of the screens stand in *these*, one after the other where they lead somewhere: *Impostazioni → Copie*. */
export const wordClaims = (): Claim[] =>
  ofType('em', plainText).flatMap((claim) => claim.text.split(' → ').map((text) => ({ ...claim, text })))

export const linkClaims = (): Claim[] => ofType('link', (token) => (token as Tokens.Link).href)

type Words = { readonly [key: string]: string | Words }

const sentences = (words: Words): string[] =>
  Object.values(words).flatMap((value) => (typeof value === 'string' ? value.split(' | ') : sentences(value)))

/** Every sentence of the screens in that language, each form of a plural by itself. */
export const screenWords = (language: Language): ReadonlySet<string> => {
  const folder = join('src-renderer/locales', language)
  return new Set(
    readdirSync(folder).flatMap((file) => sentences(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Words)),
  )
}

const sourcesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(vue|ts)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))

const literals = (text: string): string[] => [...text.matchAll(/'([^']+)'/g)].map(([, literal = '']) => literal)

const NUMBERED = /`alt\+\$\{index \+ 1\}`/
const LETTER = /^ {2}\w+: '(\w)',$/gm

/** The keys of the commands that a folder declares, as the code spells them. */
export const keysIn = (folder: string): ReadonlySet<string> => {
  const found = sourcesIn(join('src-renderer', folder)).flatMap((source) => [
    ...[...source.matchAll(/\bkeys?: (\[[^\]]*\]|'[^']+')/g)].flatMap(([, text = '']) => literals(text)),
    // A table whose rows become commands by a function: the key is one of what it is given.
    ...[...source.matchAll(/\b(?:c|outcomeC)ommand\(('[^)]*')/g)].flatMap(([, text = '']) => literals(text)),
    ...[...source.matchAll(/\b[A-Z]+_KEYS? = ('[^']+')/g)].flatMap(([, text = '']) => literals(text)),
    ...[...source.matchAll(/\b[a-z]+: (\[?'[^\n]*'\]?),$/gm)]
      .filter(() => source.includes('GUIDE_KEYS = {'))
      .flatMap(([, text = '']) => literals(text)),
    // What a part of the screen is given to answer, or says that it answers.
    ...[...source.matchAll(/\bkeys="([^"]+)"/g)].map(([, text = '']) => text),
    ...(NUMBERED.test(source) ? ['alt+1', 'alt+2', 'alt+3', 'alt+4'] : []),
    ...(source.includes('const LETTERS') ? [...source.matchAll(LETTER)].map(([, letter = '']) => `g ${letter}`) : []),
  ])
  return new Set(found)
}

const LIST = ['features/queue', 'features/ticket', 'features/macros', 'features/relations'] as const

/** Whose keys a chapter may name, besides the shell's: a key of another screen would do something else there. */
const SCREENS: Partial<Record<ChapterId, readonly string[]>> = {
  'new-report': ['features/intake', 'features/rounds', 'features/storms', 'ui/ticket'],
  queue: ['features/queue'],
  ticket: ['features/ticket', 'features/relations', 'features/competence'],
  answering: ['features/ticket'],
  calls: ['features/calls', 'features/callbacks'],
  mail: ['features/quarantine'],
  whatsapp: ['features/whatsapp', 'features/intake'],
  map: ['features/map'],
  citizens: ['features/citizens'],
  forwarding: ['features/forwarded', 'features/ticket'],
  crews: ['features/crews'],
  rounds: ['features/rounds', 'features/crews'],
  together: [...LIST, 'features/storms', 'features/storm-room'],
  routines: ['features/ticket', 'features/queue', 'features/macros'],
  'ready-answers': ['features/ticket'],
  reports: ['features/reports'],
  'map-layers': ['features/map'],
}
const EVERYWHERE = ['app', 'features/guide'] as const

const known = new Map<string, ReadonlySet<string>>()
const keysOnce = (folder: string): ReadonlySet<string> => {
  const keys = known.get(folder) ?? keysIn(folder)
  known.set(folder, keys)
  return keys
}

/** Whether a chapter's screens, or the shell around all of them, have that key. */
export const isKeyOf = ({ chapter, text }: Claim): boolean => {
  const keys = keysOf(text)
  // The form opens from every screen: its key is nobody's own.
  if (keys === 'f2') return keysOnce('features/intake').has('f2')
  return [...EVERYWHERE, ...(SCREENS[chapter as ChapterId] ?? [])].some((folder) => keysOnce(folder).has(keys))
}
