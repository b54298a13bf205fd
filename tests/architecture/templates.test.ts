import { parse } from 'vue/compiler-sfc'
import { describe, expect, it } from 'vitest'
import { readSource, repositoryFiles } from './source-files'

type Template = NonNullable<ReturnType<typeof parse>['descriptor']['template']>
type Node = NonNullable<Template['ast']>['children'][number]

// The numbers of @vue/compiler-core's NodeTypes, a const enum that isolated modules cannot import.
const ELEMENT = 1
const TEXT = 2
const ATTRIBUTE = 6
const DIRECTIVE = 7

/** Attributes that a person reads or hears. */
const SPOKEN = new Set([
  'label',
  'title',
  'placeholder',
  'alt',
  'description',
  'aria-label',
  'aria-description',
  'help',
  'hint',
])

/** Two letters in a row that are no name, unit or key cap. */
const isSentence = (text: string): boolean => {
  const bare = text.replace(
    /\b(Cantoniere|PEC|PDF|CSV|IMAP|SMTP|TLS|STARTTLS|Ctrl|Alt|Shift|Esc|Enter|km|ms|px)\b/g,
    '',
  )
  return /\p{L}{2,}/u.test(bare)
}

const hardcoded = (node: Node): string[] => {
  if (node.type === TEXT) return isSentence(node.content) ? [node.content.trim()] : []
  if (node.type !== ELEMENT) return []
  // What is quoted as code or as a key is the same in every language.
  if (['kbd', 'code', 'style', 'script'].includes(node.tag)) return []
  const spoken = node.props.flatMap((prop) => {
    if (prop.type !== ATTRIBUTE || !SPOKEN.has(prop.name)) return []
    const value = prop.value?.content ?? ''
    return isSentence(value) ? [`${prop.name}="${value}"`] : []
  })
  return [...spoken, ...node.children.flatMap(hardcoded)]
}

/** Fields of numbers that go by steps and would move what was typed to the nearest one: 12 minutes became 10. */
const snapping = (node: Node): string[] => {
  if (node.type !== ELEMENT) return []
  const bound = node.props.flatMap((prop) =>
    prop.type === DIRECTIVE && prop.arg?.loc !== undefined ? [prop.arg.loc.source] : [],
  )
  const isSnapping = node.tag === 'UInputNumber' && bound.includes('step') && !bound.includes('step-snapping')
  return [...(isSnapping ? [`line ${node.loc.start.line}`] : []), ...node.children.flatMap(snapping)]
}

describe('a template', () => {
  it('keeps the number that was typed, whatever the step of its arrows', () => {
    const found = repositoryFiles()
      .filter((path) => /^src-renderer\/.*\.vue$/.test(path))
      .flatMap((path) => {
        const children = parse(readSource(path)).descriptor.template?.ast?.children ?? []
        return children.flatMap(snapping).map((where) => `${path}: ${where}`)
      })
    expect(found).toEqual([])
    const [field] = parse('<template><UInputNumber :step="5" /></template>').descriptor.template?.ast?.children ?? []
    expect(field && snapping(field)).toEqual(['line 1'])
  })

  it('holds no words of its own: they live in the locales', () => {
    const found = repositoryFiles()
      .filter((path) => /^src-renderer\/.*\.vue$/.test(path))
      .flatMap((path) => {
        const children = parse(readSource(path)).descriptor.template?.ast?.children ?? []
        return children.flatMap(hardcoded).map((words) => `${path}: ${words}`)
      })
    expect(found).toEqual([])
  })

  it.each(['<template><p>Nessuna pratica</p></template>', '<template><p title="Chiudi" /></template>'])(
    'is caught when it does: %s',
    (source) => {
      const children = parse(source).descriptor.template?.ast?.children ?? []
      expect(children.flatMap(hardcoded)).toHaveLength(1)
    },
  )
})
