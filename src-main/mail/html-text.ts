import { compile } from 'html-to-text'

const MAX_HTML = 1_000_000

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: MAX_HTML, maxDepth: 500, ellipsis: '…' },
  selectors: [
    { selector: 'img', format: 'skip' },
    { selector: 'a', options: { ignoreHref: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
})

/** The words of an HTML mail as a reader sees them: no link addresses, no pictures, quotes marked with `> `. */
export const htmlToPlainText = (html: string): string => convert(html.slice(0, MAX_HTML)).trim()
