import { h, type FunctionalComponent, type VNode, type VNodeArrayChildren } from 'vue'
import type { Token, Tokens } from 'marked'
import { keysOf } from '@/app/key-names'
import KeyHint from '@/ui/KeyHint.vue'
import { cutAtHits } from './guide-search'
import { anchorOf, plainText } from './guide-text'

interface Props {
  readonly tokens: readonly Token[]
  /** Marked where they stand. */
  readonly words: readonly string[]
  /** Where a link leads, for the reader who hovers over it or opens it in another window. */
  readonly hrefOf: (target: string) => string
  readonly follow: (target: string) => void
}

type Children = VNodeArrayChildren

const marked = (text: string, { words }: Props): Children =>
  cutAtHits(text, words).map(({ text: piece, isHit }) => (isHit ? h('mark', piece) : piece))

const link = (token: Tokens.Link, props: Props): VNode => {
  const { href } = token
  const content = inline(token.tokens, props)
  if (/^https?:/.test(href)) return h('a', { href, target: '_blank', rel: 'noopener noreferrer' }, content)
  const onClick = (event: Event): void => {
    event.preventDefault()
    props.follow(href)
  }
  return h('a', { href: props.hrefOf(href), class: href.startsWith('#/') && 'screen', onClick }, content)
}

/** One shortcut as everywhere in the program; whoever listens hears the words that the text has. */
const keys = (text: string): VNode =>
  h('span', { class: 'keys' }, [h(KeyHint, { keys: keysOf(text) }), h('span', { class: 'sr-only' }, text)])

const inline = (tokens: readonly Token[], props: Props): Children => {
  const out: Children = []
  let key: string | null = null
  for (const token of tokens) {
    if (token.type === 'html' || key !== null) {
      // Only <kbd> means something; any other markup is left out, so that a text can bring none into the page.
      if (token.raw === '<kbd>') key = ''
      else if (token.raw === '</kbd>' && key !== null) {
        out.push(keys(key))
        key = null
      } else if (key !== null) key += token.raw
    } else out.push(...inlineOne(token, props))
  }
  return out
}

const inlineOne = (token: Token, props: Props): Children => {
  const content = (): Children => inline('tokens' in token ? (token.tokens ?? []) : [], props)
  switch (token.type) {
    case 'strong':
      return [h('strong', content())]
    case 'em':
      return [h('em', content())]
    case 'codespan':
      return [h('code', marked(plainText(token), props))]
    case 'link':
      return [link(token as Tokens.Link, props)]
    case 'br':
      return [h('br')]
    default:
      return 'tokens' in token && token.tokens ? content() : marked(plainText(token), props)
  }
}

const cells = (tag: 'th' | 'td', row: readonly Tokens.TableCell[], props: Props): VNode =>
  h(
    'tr',
    row.map((cell) => h(tag, tag === 'th' ? { scope: 'col' } : {}, inline(cell.tokens, props))),
  )

const block = (token: Token, props: Props): Children => {
  switch (token.type) {
    case 'heading': {
      const { depth, tokens } = token as Tokens.Heading
      return [h(`h${depth}`, { id: `guide-${anchorOf(plainText(token))}` }, inline(tokens, props))]
    }
    case 'paragraph':
      return [h('p', inline((token as Tokens.Paragraph).tokens, props))]
    case 'list': {
      const { ordered, start, items } = token as Tokens.List
      return [
        h(
          ordered ? 'ol' : 'ul',
          ordered && start !== '' ? { start } : {},
          items.map((item) => h('li', blocks(item.tokens, props))),
        ),
      ]
    }
    case 'blockquote':
      return [h('blockquote', blocks((token as Tokens.Blockquote).tokens, props))]
    case 'code':
      return [h('pre', { tabindex: 0 }, [h('code', (token as Tokens.Code).text)])]
    case 'table': {
      const { header, rows } = token as Tokens.Table
      return [
        h('table', [
          h('thead', [cells('th', header, props)]),
          h(
            'tbody',
            rows.map((row) => cells('td', row, props)),
          ),
        ]),
      ]
    }
    case 'space':
      return []
    default:
      return inline([token], props)
  }
}

const blocks = (tokens: readonly Token[], props: Props): Children => tokens.flatMap((token) => block(token, props))

/**
 * A chapter's tokens as elements. No markup is ever parsed by the page: words become text nodes and the few kinds of
 * block that are listed here become elements, so that there is nothing to sanitise.
 */
const GuideText: FunctionalComponent<Props> = (props) => blocks(props.tokens, props)
GuideText.props = ['tokens', 'words', 'hrefOf', 'follow']

export default GuideText
