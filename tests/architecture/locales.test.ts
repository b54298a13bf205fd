import { describe, expect, it } from 'vitest'
import { ERROR_CODES } from '@shared/kernel/app-error'
import { readSource, repositoryFiles } from './source-files'

interface Words {
  readonly [key: string]: string | Words
}

const FILE = /^src-renderer\/locales\/(it|en)\/([\w-]+)\.json$/

/** `queue.json` holds what is asked for as `queue.…`; the sentences of a language by their whole key. */
const sentences = (language: string): Map<string, string> => {
  const found = new Map<string, string>()
  const gather = (words: Words, prefix: string): void => {
    for (const [key, value] of Object.entries(words)) {
      if (typeof value === 'string') found.set(`${prefix}.${key}`, value)
      else gather(value, `${prefix}.${key}`)
    }
  }
  for (const path of repositoryFiles()) {
    const [, of, feature] = FILE.exec(path) ?? []
    if (of === language && feature !== undefined) gather(JSON.parse(readSource(path)) as Words, feature)
  }
  return found
}

const italian = sentences('it')
const english = sentences('en')
const missingIn = (there: Map<string, string>, wanted: Iterable<string>): string[] =>
  [...wanted].filter((key) => !there.has(key))

/** `{name}` and `{0}`; vue-i18n's literals such as `{'@'}` are no placeholders. */
const placeholders = (sentence: string): string[] => [...new Set(sentence.match(/\{\s*\w+\s*\}/g))].toSorted()

describe('what the screens say', () => {
  it('is said in Italian and in English', () => {
    expect(missingIn(english, italian.keys())).toEqual([])
    expect(missingIn(italian, english.keys())).toEqual([])
  })

  it('is never empty', () => {
    expect([...italian, ...english].filter(([, sentence]) => sentence.trim() === '')).toEqual([])
  })

  it('fills in the same values in both languages', () => {
    const different = [...italian].filter(
      ([key, sentence]) => `${placeholders(sentence)}` !== `${placeholders(english.get(key) ?? sentence)}`,
    )
    expect(different.map(([key]) => key)).toEqual([])
  })

  it('has a sentence for every refusal', () => {
    const wanted = ERROR_CODES.map((code) => `errors.${code}`)
    expect(missingIn(italian, wanted)).toEqual([])
    expect(missingIn(english, wanted)).toEqual([])
  })

  it('exists for every key that a screen asks for by name', () => {
    const asked = /(?<![\w.])\$?t[ce]?\(\s*['"]([\w-]+(?:\.[\w-]+)+)['"]|keypath="([\w.-]+)"/g
    const pages = repositoryFiles().filter((path) => /^src-renderer\/.*\.(vue|ts)$/.test(path))
    const unknown = pages.flatMap((path) =>
      [...readSource(path).matchAll(asked)]
        .map((match) => match[1] ?? match[2] ?? '')
        .filter((key) => !italian.has(key))
        .map((key) => `${path}: ${key}`),
    )
    expect(unknown).toEqual([])
  })
})
