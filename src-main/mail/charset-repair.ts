/**
 * Mail lies about its characters in two ways: text declared UTF-8 (or nothing) that is really Windows-1252 comes out
 * with replacement marks, and text declared Latin that is really UTF-8 comes out as "perchÃ©". Both can be told and mended.
 */

const REPLACEMENT = '\ufffd'
const MOJIBAKE =
  /[\u00c2-\u00f4][\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]/

const latin = new TextDecoder('windows-1252')
const strict = new TextDecoder('utf-8', { fatal: true })
const byteOf = new Map<string, number>(
  Array.from({ length: 256 }, (_, byte) => [latin.decode(Uint8Array.of(byte)), byte]),
)

const undoLine = (line: string): string => {
  if (!MOJIBAKE.test(line)) return line
  const bytes: number[] = []
  for (const character of line) {
    const byte = byteOf.get(character)
    if (byte === undefined) return line
    bytes.push(byte)
  }
  try {
    return strict.decode(Uint8Array.from(bytes))
  } catch {
    return line
  }
}

/** UTF-8 that was read as Latin, put right line by line; other text is returned as it is. */
export const undoMojibake = (text: string): string =>
  MOJIBAKE.test(text) ? text.split('\n').map(undoLine).join('\n') : text

export const hasLostCharacters = (text: string): boolean => text.includes(REPLACEMENT)

const damage = (text: string): number => {
  let count = 0
  for (const character of text) if (character === REPLACEMENT) count += 1
  return count + (text.match(new RegExp(MOJIBAKE, 'g'))?.length ?? 0)
}

/** The reading that is hurt less; the first one when they are equal. */
export const betterReading = (first: string, second: string): string =>
  damage(second) < damage(first) ? second : first

const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    strict.decode(bytes)
    return true
  } catch {
    return false
  }
}

const TEXT_PART = /^content-type:[ \t]*text\/(?:plain|html)[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim
const CHARSET = /charset\s*=\s*("[^"]*"|[^\s;]+)/i

const asWindows1252 = (header: string): string =>
  CHARSET.test(header)
    ? header.replace(CHARSET, (whole, name: string) =>
        /^"?(utf-?8|us-ascii|ascii|unknown-8bit)"?$/i.test(name) ? 'charset=windows-1252' : whole,
      )
    : `${header}; charset=windows-1252`

/** The same raw mail with its texts declared Windows-1252 and 8-bit headers in UTF-8, for a second reading. */
export const declaredAsWindows1252 = (raw: Uint8Array): Buffer => {
  const source = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength).toString('latin1')
  const end = source.search(/\r?\n\r?\n/)
  const head = end < 0 ? source : source.slice(0, end)
  const body = end < 0 ? '' : source.slice(end)
  const bytes = Buffer.from(head, 'latin1')
  const readable = isUtf8(bytes) ? bytes.toString('utf8') : latin.decode(bytes)
  const typed = /^content-type:/im.test(head) ? readable : `Content-Type: text/plain\r\n${readable}`
  return Buffer.concat([
    Buffer.from(typed.replace(TEXT_PART, asWindows1252), 'utf8'),
    Buffer.from(body.replace(TEXT_PART, asWindows1252), 'latin1'),
  ])
}
