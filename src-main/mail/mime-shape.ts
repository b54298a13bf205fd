import { bodyStart } from './mail-digest'
import { hasOddName } from './name-repair'

/** How a mail is built, told from its boundaries alone before anything is decoded. */
export interface MimeShape {
  readonly parts: number
  /** Multiparts and messages within each other. */
  readonly depth: number
  /** Bytes of the longest block of headers. */
  readonly longestHead: number
  /** Whether the boundary that the first headers announce ever comes; null when they announce none. */
  readonly hasRootBoundary: boolean | null
  /** Where the base64 of each file stands, in order; files of a message within the mail are that message's. */
  readonly files: readonly Stretch[]
  /** Whether a part names its file against the rules. */
  readonly hasOddNames: boolean
}

/** Bytes of a mail from `from` up to `to`, left out. */
export interface Stretch {
  readonly from: number
  readonly to: number
}

export const MAX_PARTS = 1000
export const MAX_DEPTH = 50
export const MAX_HEAD_BYTES = 512 * 1024

const MARK = Buffer.from('\n--')
const LONGEST_LINE = 300

const unfolded = (head: string): string => head.replace(/\r?\n[ \t]+/g, ' ')

/** The value of the first `Content-Type`, unfolded; null when there is none. */
export const contentTypeOf = (head: string): string | null =>
  /^content-type:[ \t]*(.*)$/im.exec(unfolded(head))?.[1]?.trim() ?? null

export const boundaryOf = (contentType: string | null): string | null => {
  if (contentType === null || !/^multipart\//i.test(contentType)) return null
  const found = /boundary\s*=\s*(?:"([^"]*)"|([^\s;]+))/i.exec(contentType)
  return (found?.[1] ?? found?.[2])?.trimEnd() || null
}

const isEncoded = (head: string): boolean =>
  /^content-transfer-encoding:[ \t]*(?:base64|quoted-printable)/im.test(unfolded(head))

const TRANSFER = /^content-transfer-encoding:[ \t]*(.*)$/gim
const NO_FILE = /^(?:text|multipart|message)\//i

/** Whether these headers say, once and plainly, that a file in base64 follows. */
const opensFile = (head: string, type: string | null): boolean => {
  if (type === null || NO_FILE.test(type) || !/^[a-z]+\/[\w.+-]+[ \t]*(?:;|$)/i.test(type)) return false
  const lines = unfolded(head)
  const encodings = [...lines.matchAll(TRANSFER)]
  const types = lines.match(/^content-type:/gim) ?? []
  return types.length === 1 && encodings.length === 1 && /^base64\s*$/i.test(encodings[0]?.[1] ?? '')
}

/** Follows the boundaries through the mail; stops at what is beyond every limit. */
export const mimeShape = (raw: Uint8Array): MimeShape => {
  const bytes = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  /** Boundaries that are open; null for a message within the mail, which ends with what holds it. */
  const open: (string | null)[] = []
  let parts = 0
  let depth = 0
  let longestHead = 0
  const files: Stretch[] = []
  let isFile = false
  let hasOddNames = false

  /** Reads the headers at `at`, and those of a message that begins below them; answers where the body starts. */
  const enter = (at: number): number => {
    let start = at
    for (;;) {
      const end = bodyStart(bytes, start)
      longestHead = Math.max(longestHead, end - start)
      const head = bytes.toString('latin1', start, Math.min(end, start + MAX_HEAD_BYTES))
      hasOddNames ||= hasOddName(head)
      const type = contentTypeOf(head)
      const boundary = boundaryOf(type)
      if (boundary !== null) open.push(boundary)
      const isMessage = type !== null && /^message\/rfc822\b/i.test(type) && !isEncoded(head)
      if (isMessage) open.push(null)
      depth = Math.max(depth, open.length)
      isFile = !open.includes(null) && opensFile(head, type)
      if (!isMessage || depth > MAX_DEPTH || end >= bytes.length) return end
      start = end
    }
  }

  const isBeyond = (): boolean => parts > MAX_PARTS || depth > MAX_DEPTH || longestHead > MAX_HEAD_BYTES
  let body = enter(0)
  const root = open[0] ?? null
  let hasRoot = false
  // The first boundary may stand right below the headers.
  let at = bytes.indexOf(MARK, Math.max(0, body - 1))
  while (at >= 0 && !isBeyond()) {
    const lineEnd = bytes.indexOf(10, at + 1)
    const end = lineEnd < 0 ? bytes.length : lineEnd
    const line = end - at > LONGEST_LINE ? '' : bytes.toString('latin1', at + 3, end).trimEnd()
    const level = open.findLastIndex((boundary) => boundary !== null && (line === boundary || line === `${boundary}--`))
    if (level >= 0) {
      if (level === 0) hasRoot = true
      // The line's end before a boundary belongs to the boundary.
      if (isFile) files.push({ from: body, to: bytes[at - 1] === 13 ? at - 1 : at })
      isFile = false
      open.length = line === open[level] ? level + 1 : level
      if (open.length > level) {
        parts += 1
        body = enter(Math.min(end + 1, bytes.length))
        at = Math.max(at, body - 2)
      }
    }
    at = bytes.indexOf(MARK, Math.max(at + 1, Math.min(body - 1, bytes.length)))
  }
  return { parts, depth, longestHead, hasRootBoundary: root === null ? null : hasRoot, files, hasOddNames }
}

export const isOverLimit = ({ parts, depth, longestHead }: MimeShape): boolean =>
  parts > MAX_PARTS || depth > MAX_DEPTH || longestHead > MAX_HEAD_BYTES
