export interface EncodedFile {
  readonly name: string
  readonly content: Uint8Array
}

const BEGIN = /^begin [0-7]{3,4} (\S[^\r\n]{0,200})$/
const MAX_LINE_BYTES = 45

const valueOf = (character: number): number => (character - 32) & 63

/** One line's bytes; null for a line that is none. */
const decodeLine = (line: string): Buffer | null => {
  const length = valueOf(line.charCodeAt(0))
  const needed = Math.ceil((length * 4) / 3)
  // Programs on the way cut the blanks that stand for zeros, or add a character as a check.
  if (length > MAX_LINE_BYTES || line.length > 1 + Math.ceil(length / 3) * 4 + 2) return null
  if (!/^[ -`]+$/.test(line) || line.trimEnd().length < 1 || (length > 3 && line.length - 1 < needed / 2)) return null
  const bytes = Buffer.alloc(Math.ceil(length / 3) * 3)
  for (let from = 1, at = 0; at < bytes.length; from += 4, at += 3) {
    const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map((offset) =>
      from + offset < line.length ? valueOf(line.charCodeAt(from + offset)) : 0,
    )
    bytes.writeUIntBE((a << 18) | (b << 12) | (c << 6) | d, at, 3)
  }
  return bytes.subarray(0, length)
}

/**
 * Takes the files out of a text that carries them in the old way (`begin 644 foto.jpg`). A sentence that begins so stays:
 * the line below must be one of data. A file that is cut off is kept as far as it goes.
 */
export const cutUuencoded = (text: string): { readonly text: string; readonly files: readonly EncodedFile[] } => {
  if (!/^begin [0-7]{3,4} \S/m.test(text)) return { text, files: [] }
  const lines = text.split(/\r?\n/)
  const kept: string[] = []
  const files: EncodedFile[] = []
  for (let at = 0; at < lines.length; at += 1) {
    const name = BEGIN.exec(lines[at] ?? '')?.[1]
    const pieces: Buffer[] = []
    let next = at + 1
    for (; name !== undefined && next < lines.length; next += 1) {
      const line = lines[next] ?? ''
      if (/^(?:end|`| )?\s*$/.test(line)) break
      const piece = decodeLine(line)
      if (piece === null) break
      pieces.push(piece)
    }
    if (name === undefined || pieces.length === 0) {
      kept.push(lines[at] ?? '')
      continue
    }
    files.push({ name: name.trim(), content: new Uint8Array(Buffer.concat(pieces)) })
    while (next < lines.length && /^(?:`| )?\s*$/.test(lines[next] ?? '') && lines[next + 1]?.trim() === 'end')
      next += 1
    at = lines[next]?.trim() === 'end' ? next : next - 1
  }
  return {
    text: kept
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .trim(),
    files,
  }
}
