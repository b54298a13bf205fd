import { createHash } from 'node:crypto'

/** What the sender wrote; everything else (Received, Return-Path, spam marks, …) changes on the way. */
const SENDER_HEADERS = new Set([
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'subject',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'mime-version',
  'content-type',
  'content-transfer-encoding',
  'auto-submitted',
  'x-ricevuta',
  'x-trasporto',
  'x-riferimento-message-id',
])

const LF = 10
const CR = 13
/** Of a mail of 25 MB no second copy is made. */
const SLICE_BYTES = 1024 * 1024

/** Where the body starts: after the first empty line from `from` on; the length when there is none. */
export const bodyStart = (raw: Buffer, from = 0): number => {
  // A part without headers begins with the empty line itself.
  if (raw[from] === LF) return from + 1
  if (raw[from] === CR && raw[from + 1] === LF) return from + 2
  for (let at = raw.indexOf(LF, from); at >= 0; at = raw.indexOf(LF, at + 1)) {
    if (raw[at + 1] === LF) return at + 2
    if (raw[at + 1] === CR && raw[at + 2] === LF) return at + 3
  }
  return raw.length
}

export const splitHead = (raw: Uint8Array): { head: string; body: Buffer } => {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const start = bodyStart(bytes)
  return { head: bytes.subarray(0, start).toString('latin1'), body: bytes.subarray(start) }
}

/**
 * Hex SHA-256 of a message without its transport headers and without regard to line endings: a mail read from IMAP,
 * from an .eml file and from an mbox has the same one.
 */
export const mailDigest = (raw: Uint8Array): string => {
  const { head, body } = splitHead(raw)
  const hash = createHash('sha256')
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/)
  for (const line of lines) {
    const colon = line.indexOf(':')
    const name = line.slice(0, colon).trim().toLowerCase()
    if (colon > 0 && SENDER_HEADERS.has(name)) hash.update(`${name}:${line.slice(colon + 1).trim()}\n`, 'latin1')
  }
  hash.update('\n')
  let end = body.length
  while (end > 0 && (body[end - 1] === LF || body[end - 1] === CR)) end -= 1
  // Runs between the line endings are copied into one buffer: a line at a time would cost the hash a call for each of a
  // photograph's thousands, and a byte at a time costs more than the hash itself.
  const slice = Buffer.allocUnsafe(Math.min(end, SLICE_BYTES))
  let filled = 0
  for (let from = 0; from < end;) {
    const found = body.indexOf(CR, from)
    const cr = found < 0 || found >= end ? end : found
    const isEnding = cr < end && body[cr + 1] === LF
    const to = isEnding ? cr : Math.min(end, cr + 1)
    for (let at = from; at < to;) {
      const copied = body.copy(slice, filled, at, Math.min(to, at + slice.length - filled))
      filled += copied
      at += copied
      if (filled < slice.length) continue
      hash.update(slice)
      filled = 0
    }
    from = isEnding ? cr + 1 : to
  }
  hash.update(slice.subarray(0, filled))
  return hash.digest('hex')
}
