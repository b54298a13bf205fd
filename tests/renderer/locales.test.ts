import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { PERMISSIONS, ROLES } from '@shared/accounts/permissions'
import { CHANNELS } from '@shared/channels/channels'
import { contract } from '@shared/contract'
import type { Feature } from '@shared/contract/define'
import { ERROR_CODES } from '@shared/kernel/app-error'
import { READ_ALOUD_KEYS } from '@shared/tickets/read-aloud'
import { TIMELINE_KINDS } from '@shared/tickets/timeline-kinds'
import {
  KINDS,
  OUTCOMES,
  PLACE_PRECISIONS,
  PRIORITIES,
  TICKET_STATUSES,
  WAITING_REASONS,
} from '@shared/tickets/vocabulary'
import { SYSTEM_NAMES } from '@/features/register/register-words'

const LOCALES = 'src-renderer/locales'

type Words = { [key: string]: string | Words }

const flatten = (words: Words, prefix = ''): [string, string][] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${prefix}${key}`, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  )

const read = (language: string): Map<string, string> =>
  new Map(
    readdirSync(join(LOCALES, language)).flatMap((file) =>
      flatten(
        JSON.parse(readFileSync(join(LOCALES, language, file), 'utf8')) as Words,
        `${file.replace('.json', '')}.`,
      ),
    ),
  )

const italian = read('it')
const english = read('en')

const sources = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(vue|ts)$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))

const placeholders = (sentence: string): string[] => [...new Set(sentence.match(/\{\w+\}/g))].toSorted()

describe('every sentence exists in both languages', () => {
  it('has the same keys', () => {
    expect([...italian.keys()].filter((key) => !english.has(key))).toEqual([])
    expect([...english.keys()].filter((key) => !italian.has(key))).toEqual([])
  })

  it('says something everywhere, with the same placeholders', () => {
    for (const [key, sentence] of italian) {
      expect(sentence.trim(), key).not.toBe('')
      expect(placeholders(english.get(key) ?? ''), key).toEqual(placeholders(sentence))
    }
  })

  it('knows every key that a screen names', () => {
    const named = sources('src-renderer').flatMap((source) =>
      [...source.matchAll(/\bt\(\s*'([\w.]+)'/g), ...source.matchAll(/\btitle: '([a-zA-Z]+\.[\w.]+)'/g)].map(
        ([, key = '']) => key,
      ),
    )
    expect(named.length).toBeGreaterThan(100)
    expect([...new Set(named)].filter((key) => !italian.has(key))).toEqual([])
  })
})

describe('closed lists have their words', () => {
  it('tells each refusal: what happened, what was kept, what to do', () => {
    for (const code of ERROR_CODES) {
      const sentence = italian.get(`errors.${code}`)
      expect(sentence, code).toMatch(/^[^.]+\. .+\.$/)
    }
  })

  it.each([
    ['status', TICKET_STATUSES],
    ['statusShort', TICKET_STATUSES],
    ['outcome', OUTCOMES],
    ['priority', PRIORITIES],
    ['kind', KINDS],
    ['channel', CHANNELS],
    ['waitingReason', WAITING_REASONS],
    ['precision', PLACE_PRECISIONS],
    ['roles', ROLES],
  ])('names every %s', (list, values) => {
    expect(values.filter((value) => !italian.has(`vocabulary.${list}.${value}`))).toEqual([])
  })

  it('names every act that the register holds', () => {
    const calls = Object.entries(contract as Readonly<Record<string, Feature>>).flatMap(([feature, own]) =>
      Object.entries(own)
        .filter(([, call]) => call.audit.as !== 'none')
        .map(([name]) => `${feature}.${name}`),
    )
    expect([...calls, ...SYSTEM_NAMES].filter((name) => !italian.has(`register.actions.${name}`))).toEqual([])
  })

  it('has a sentence for every entry of a timeline', () => {
    // A message is told by its own title; the store takes no entry of that kind without its message.
    const told = TIMELINE_KINDS.filter((kind) => kind !== 'message').map((kind) => `timeline.${kind}`)
    expect(told.filter((key) => !italian.has(key) || !english.has(key))).toEqual([])
  })

  it('names every permission, in a few words and a sentence', () => {
    for (const permission of PERMISSIONS) {
      expect(italian.has(`accounts.permissions.${permission}.name`), permission).toBe(true)
      expect(italian.get(`accounts.permissions.${permission}.help`), permission).toMatch(/[.…]$/)
    }
  })

  it('has a sentence to read aloud for every situation', () => {
    expect(READ_ALOUD_KEYS.filter((key) => !italian.has(key))).toEqual([])
  })
})
