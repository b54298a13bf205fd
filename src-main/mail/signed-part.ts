import { splitHead } from './mail-digest'
import { boundaryOf, contentTypeOf } from './mime-shape'

const CR = 13
const LF = 10

/** Signatures are made over CRLF lines; a mail that was kept in a file may have lost them. */
const canonical = (bytes: Buffer): Buffer => {
  let isCanonical = true
  for (let at = bytes.indexOf(LF); at >= 0 && isCanonical; at = bytes.indexOf(LF, at + 1))
    isCanonical = bytes[at - 1] === CR
  return isCanonical ? bytes : Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1')
}

/**
 * The bytes that the signature of a `multipart/signed` mail was made over: its first part with its headers, to the
 * byte. Null for a mail that is not signed this way.
 */
export const signedPart = (raw: Uint8Array): Uint8Array | null => {
  const { head, body } = splitHead(raw)
  const type = contentTypeOf(head)
  if (type === null || !/^multipart\/signed\b/i.test(type)) return null
  const boundary = boundaryOf(type)
  if (boundary === null) return null
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  let first = body.indexOf(mark)
  while (first > 0 && body[first - 1] !== LF) first = body.indexOf(mark, first + 1)
  if (first < 0) return null
  const start = body.indexOf(LF, first) + 1
  const end = body.indexOf(Buffer.concat([Buffer.from('\n'), mark]), start)
  if (start === 0 || end < 0) return null
  return canonical(body.subarray(start, body[end - 1] === CR ? end - 1 : end))
}
