import { compile } from 'html-to-text'

const MAX_HTML = 1_000_000

const convert = compile({
  wordwrap: false,
  limits: { maxInputLength: MAX_HTML, maxDepth: 500, ellipsis: '…' },
  selectors: [
    { selector: 'img', format: 'skip' },
    // Nobody sees it: senders put there what lists of mails show beside the subject.
    ...['[style*="display:none"]', '[style*="display: none"]'].map((selector) => ({ selector, format: 'skip' })),
    { selector: 'tr', format: 'block', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    ...['td', 'th'].map((selector) => ({ selector, format: 'inlineSurround', options: { suffix: ' ' } })),
    { selector: 'a', options: { ignoreHref: true } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: { uppercase: false } })),
  ],
})

/** Without what a cell leaves behind; the space of a signature's mark (`-- `) stays. A pattern would try each of a million spaces. */
const cutAtEnd = (line: string): string => {
  let end = line.length
  while (line[end - 1] === ' ' || line[end - 1] === '\t') end -= 1
  return line.slice(0, end === 2 && line.startsWith('--') ? 3 : end)
}

/** The words of an HTML mail as a reader sees them: no link addresses, no pictures, quotes marked with `> `. */
export const htmlToPlainText = (html: string): string =>
  convert(html.slice(0, MAX_HTML))
    .split('\n')
    .map(cutAtEnd)
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
