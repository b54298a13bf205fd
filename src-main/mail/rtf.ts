/** Outlook's rich text, as it lies in a `winmail.dat` (MS-OXRTFCP, MS-OXRTFEX): its words, or the HTML that it was made from. */

export interface RtfWords {
  readonly text: string
  readonly html: string | null
}

const PACKED = 0x75465a4c
const PLAIN = 0x414c454d
const HEAD_BYTES = 16
const WINDOW = 4096
const MAX_BYTES = 8 * 1024 * 1024

/** What every dictionary holds before the first byte. */
const COMMON = Buffer.from(
  '{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbol' +
    'ArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx',
  'latin1',
)

/** Rich text as it was before Outlook packed it; null for what is none or does not come to its end. */
export const unpackedRtf = (bytes: Buffer): Buffer | null => {
  if (bytes.length < HEAD_BYTES) return null
  const size = bytes.readUInt32LE(4)
  const kind = bytes.readUInt32LE(8)
  if (kind === PLAIN) return bytes.subarray(HEAD_BYTES, HEAD_BYTES + size)
  if (kind !== PACKED || size > MAX_BYTES) return null
  const window = Buffer.alloc(WINDOW)
  COMMON.copy(window)
  let write = COMMON.length
  const out = Buffer.alloc(size)
  let length = 0
  const put = (byte: number): void => {
    if (length < size) out[length] = byte
    length += 1
    window[write] = byte
    write = (write + 1) % WINDOW
  }
  for (let at = HEAD_BYTES; at < bytes.length;) {
    const flags = bytes[at] ?? 0
    at += 1
    for (let bit = 0; bit < 8 && at < bytes.length; bit += 1) {
      if ((flags & (1 << bit)) === 0) {
        put(bytes[at] ?? 0)
        at += 1
        continue
      }
      if (at + 2 > bytes.length) return null
      const token = bytes.readUInt16BE(at)
      at += 2
      const from = token >> 4
      if (from === write) return length >= size ? out : null
      for (let n = 0; n < (token & 15) + 2; n += 1) put(window[(from + n) % WINDOW] ?? 0)
      if (length > size) return null
    }
  }
  return length >= size ? out : null
}

/** Groups of which a reader sees nothing. */
const UNSEEN = new Set(
  'fonttbl colortbl stylesheet info pict object header headerl headerr footer footerl footerr footnote listtable'.split(
    ' ',
  ),
)
const LETTERS: Readonly<Record<string, string>> = {
  par: '\n',
  line: '\n',
  row: '\n',
  tab: '\t',
  cell: '\t',
  emdash: '—',
  endash: '–',
  lquote: '‘',
  rquote: '’',
  ldblquote: '“',
  rdblquote: '”',
  bullet: '•',
}
const SYMBOLS: Readonly<Record<string, string>> = { '~': '\u00a0', _: '-', '\\': '\\', '{': '{', '}': '}' }

const TOKEN = /\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\([^a-z0-9])|([{}])|([^\\{}\r\n]+)/gi

interface Group {
  readonly seen: boolean
  /** HTML that was kept as it stood. */
  readonly tag: boolean
  /** Characters that stand after a `\u` for readers without Unicode. */
  readonly spare: number
}

/** The words of rich text. Of rich text that was made from HTML that HTML. */
export const rtfWords = (rtf: Buffer, decode: (bytes: Uint8Array) => string): RtfWords => {
  const source = rtf.toString('latin1')
  const isHtml = /\\fromhtml1\b/.test(source.slice(0, 1000))
  const open: Group[] = []
  let group: Group = { seen: true, tag: false, spare: 1 }
  let isStarred = false
  /** Rich text that stands beside the HTML it says again. */
  let isBeside = false
  let toSkip = 0
  let bytes: number[] = []
  let out = ''
  const flush = (): void => {
    if (bytes.length > 0) out += decode(Uint8Array.from(bytes))
    bytes = []
  }
  const isShown = (): boolean => group.seen && (!isBeside || group.tag)
  const say = (letters: string): void => {
    flush()
    if (isShown()) out += letters
  }
  const word = (name: string, value: string | undefined): void => {
    if (name === 'htmltag') group = { ...group, seen: isHtml, tag: isHtml }
    else if (isStarred || UNSEEN.has(name)) group = { ...group, seen: false }
    else if (name === 'htmlrtf') isBeside = value !== '0'
    else if (name === 'uc') group = { ...group, spare: Number(value ?? 1) }
    else if (name === 'u' && value !== undefined) {
      say(String.fromCharCode(Number(value) & 0xffff))
      toSkip = group.spare
    } else if (LETTERS[name] !== undefined) say(LETTERS[name])
  }
  for (const [, name, value, hex, symbol, brace, plain] of source.matchAll(TOKEN)) {
    if (hex !== undefined) {
      if (toSkip > 0) toSkip -= 1
      else if (isShown()) bytes.push(Number.parseInt(hex, 16))
      continue
    }
    if (plain !== undefined) {
      const left = plain.slice(toSkip)
      toSkip = Math.max(0, toSkip - plain.length)
      if (left !== '' && isShown()) for (const letter of left) bytes.push(letter.charCodeAt(0))
      continue
    }
    toSkip = 0
    if (brace === '{') open.push(group)
    else if (brace === '}') {
      flush()
      group = open.pop() ?? group
    } else if (symbol !== undefined && symbol !== '*') say(SYMBOLS[symbol] ?? (/[\r\n]/.test(symbol) ? '\n' : ''))
    else if (name !== undefined) word(name.toLowerCase(), value)
    isStarred = symbol === '*'
  }
  flush()
  return isHtml ? { text: '', html: out } : { text: out, html: null }
}
