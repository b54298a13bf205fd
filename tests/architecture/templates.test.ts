import { parse } from 'vue/compiler-sfc'
import { describe, expect, it } from 'vitest'
import { readSource, repositoryFiles } from './source-files'

type Template = NonNullable<ReturnType<typeof parse>['descriptor']['template']>
type Node = NonNullable<Template['ast']>['children'][number]

// The numbers of @vue/compiler-core's NodeTypes, a const enum that isolated modules cannot import.
const ELEMENT = 1
const TEXT = 2
const ATTRIBUTE = 6

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

describe('a template', () => {
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
