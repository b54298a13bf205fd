import { lexer, type Token, type Tokens } from 'marked'
import type { ChapterId } from './chapters'
import type { SearchedPart } from './guide-search'

/** A chapter, read once: its markdown as marked's tokens, and what a search looks at. */
export interface GuideChapter {
  readonly id: ChapterId
  readonly title: string
  /** Without the title. */
  readonly tokens: readonly Token[]
  readonly parts: readonly SearchedPart[]
  readonly language: 'it' | 'en'
}

/** The place of a heading in a link, as repositories write it: `Un disco pieno` → `un-disco-pieno`. */
export const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replace(/\s/g, '-')

const childrenOf = (token: Token): readonly Token[] => {
  if (token.type === 'list') return (token as Tokens.List).items
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table
    return [header, ...rows].flat().flatMap((cell) => cell.tokens)
  }
  return 'tokens' in token ? (token.tokens ?? []) : []
}

/** The words of a token without its signs; the parts of a list or a table stand apart. */
export const plainText = (token: Token): string => {
  if (token.type === 'html') return ''
  const children = childrenOf(token)
  if (children.length > 0) {
    const isApart = token.type === 'list' || token.type === 'table' || token.type === 'blockquote'
    return children.map(plainText).join(isApart ? ' ' : '')
  }
  return 'text' in token && typeof token.text === 'string' ? token.text : ''
}

const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading'

export const readChapter = (id: ChapterId, markdown: string, language: 'it' | 'en'): GuideChapter => {
  const all = lexer(markdown)
  const head = all.find(isHeading)
  const title = head ? plainText(head) : ''
  const tokens = all.filter((token) => token !== head && token.type !== 'space')
  const parts: { heading: string; anchor: string; texts: string[] }[] = [{ heading: '', anchor: '', texts: [] }]
  for (const token of tokens) {
    const text = plainText(token).replace(/\s+/g, ' ').trim()
    if (isHeading(token)) parts.push({ heading: text, anchor: anchorOf(text), texts: [] })
    else parts.at(-1)?.texts.push(text)
  }
  return {
    id,
    title,
    tokens,
    parts: parts.map(({ heading, anchor, texts }) => ({ heading, anchor, text: texts.join(' ') })),
    language,
  }
}
