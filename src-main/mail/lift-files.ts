import { createHash, randomBytes } from 'node:crypto'
import type { MimeShape, Stretch } from './mime-shape'

/** A mail whose files were taken out and decoded; each left a mark in its place, in base64 like the file itself. */
export interface LiftedMail {
  readonly raw: Buffer
  /** By the words of its mark. */
  readonly files: ReadonlyMap<string, LiftedFile>
}

export interface LiftedFile {
  readonly content: Uint8Array
  readonly sha256: string
}

/** What is smaller costs more to lift than to read where it stands. */
const LEAST_BYTES = 4096
const OTHER_LETTER = /[^A-Za-z0-9+/\r\n]/
const PADDING = /^={1,2}[\r\n]*$/

/** A buffer of its own: small ones share a pool and could not be moved between threads. */
const own = (bytes: Buffer): Uint8Array =>
  bytes.byteLength === bytes.buffer.byteLength ? new Uint8Array(bytes.buffer) : new Uint8Array(bytes)

/** The bytes that well-formed base64 stands for; null for anything that readers could understand in more than one way. */
const decoded = (raw: Buffer, { from, to }: Stretch): Uint8Array | null => {
  const letters = raw.toString('latin1', from, to)
  const end = letters.search(OTHER_LETTER)
  if (end >= 0 && !(letters.length - end <= 16 && PADDING.test(letters.slice(end)))) return null
  return own(Buffer.from(letters, 'base64'))
}

/**
 * Takes the files of a mail out before it is read: decoding a photograph at once is many times quicker than letting the
 * parser's streams do it line by line, and the bytes are the same. Null where there is nothing to lift.
 */
export const liftFiles = (raw: Buffer, shape: MimeShape, least = LEAST_BYTES): LiftedMail | null => {
  const key = randomBytes(12).toString('hex')
  const files = new Map<string, LiftedFile>()
  const pieces: Buffer[] = []
  let at = 0
  for (const file of shape.files) {
    if (file.to - file.from < Math.max(1, least)) continue
    const content = decoded(raw, file)
    if (content === null) continue
    const mark = `${key}-${files.size}`
    files.set(mark, { content, sha256: createHash('sha256').update(content).digest('hex') })
    pieces.push(raw.subarray(at, file.from), Buffer.from(Buffer.from(mark).toString('base64')))
    at = file.to
  }
  if (files.size === 0) return null
  return { raw: Buffer.concat([...pieces, raw.subarray(at)]), files }
}
