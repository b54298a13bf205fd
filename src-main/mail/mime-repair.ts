import { splitHead } from './mail-digest'
import { boundaryOf, contentTypeOf, type MimeShape } from './mime-shape'
import { withPlainNames } from './name-repair'

const CONTENT_TYPE = /^content-type:[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*\r?\n/im
const LOOKED_AT = 64 * 1024

const withType = (head: string, body: Uint8Array, type: string | null): Buffer => {
  const line = type === null ? '' : `Content-Type: ${type}\r\n`
  const changed = CONTENT_TYPE.test(head) ? head.replace(CONTENT_TYPE, () => line) : `${line}${head}`
  return Buffer.concat([Buffer.from(changed, 'latin1'), body])
}

/** A line that opens a part: two hyphens, and a header right below. */
const OPENS_A_PART = /^--([^\r\n]{1,70}?)[ \t]*\r?\n(?=[a-z][a-z-]{2,40}:)/im

// oxlint-disable-next-line no-control-regex -- control characters are what tells bytes from words
const NO_TEXT = /[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/

const asLatin = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')

/**
 * Mails whose own headers do not say how they are built, put right so that they can be read: a boundary that is not the
 * announced one, a multipart without parts, a type that is none, the parts of a digest, names of
 * files against the rules. Others come back as they are.
 */
export const repaired = (given: Uint8Array, shape: MimeShape): Uint8Array => {
  const raw = shape.hasOddNames ? Buffer.from(withPlainNames(asLatin(given)), 'latin1') : given
  const { head, body } = splitHead(raw)
  const type = contentTypeOf(head)
  if (type === null) return raw
  if (!/^[\w.+-]+\/[\w.+-]+/.test(type)) return withType(head, body, null)
  if (!/^multipart\//i.test(type)) return raw
  if (shape.hasRootBoundary !== true) {
    const start = body.toString('latin1', 0, LOOKED_AT)
    const used = OPENS_A_PART.exec(start)?.[1]
    if (used !== undefined)
      return withType(head, body, `${/^[\w/.+-]+/.exec(type)?.[0] ?? 'multipart/mixed'}; boundary="${used}"`)
    // Nothing in it looks like a part: what can be read is read as words.
    return NO_TEXT.test(start) || /^content-transfer-encoding:/im.test(start) ? raw : withType(head, body, 'text/plain')
  }
  if (!/^multipart\/digest\b/i.test(type)) return raw
  // The parts of a digest are messages unless they say otherwise.
  const boundary = (boundaryOf(type) ?? '').replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const untyped = new RegExp(`^(--${boundary}[ \\t]*\\r?\\n)(?=\\r?\\n)`, 'gm')
  const typed = body.toString('latin1').replace(untyped, '$1Content-Type: message/rfc822\r\n')
  return Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(typed, 'latin1')])
}
