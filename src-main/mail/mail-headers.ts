import type { HeaderLines } from 'mailparser'
import { asInstant, type Instant } from '@shared/kernel/instant'

/** Raw header values by lower-case name, unfolded, in the order they appear. */
export type RawHeaders = Readonly<Record<string, readonly string[]>>

export const rawHeaders = (lines: HeaderLines): RawHeaders => {
  const found: Record<string, string[]> = Object.create(null) as Record<string, string[]>
  for (const { key, line } of lines) {
    const value = line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n[ \t]*/g, ' ')
      .trim()
    ;(found[key] ??= []).push(value)
  }
  return found
}

const first = (headers: RawHeaders, name: string): string | null => headers[name]?.[0] ?? null

const MESSAGE_ID = /<[^<>\s]{1,995}>/g
const MAX_REFERENCES = 200

/** Message ids of a header, with their angle brackets, each once; a bare `id@domain` gets its brackets. */
export const messageIds = (headers: RawHeaders, name: string): string[] => {
  const text = (headers[name] ?? []).join(' ')
  const bracketed = text.match(MESSAGE_ID)
  const found =
    bracketed ??
    text
      .split(/[\s,]+/)
      .filter((word) => /^[^<>\s]+@[^<>\s]+$/.test(word))
      .map((id) => `<${id}>`)
  return [...new Set(found)].slice(-MAX_REFERENCES)
}

/** The one id of Message-ID or In-Reply-To; ids without an at sign are kept too, since some programs write them. */
export const messageId = (headers: RawHeaders, name: string): string | null => {
  const [bracketed] = messageIds(headers, name)
  if (bracketed !== undefined) return bracketed
  const bare = first(headers, name)?.replace(/[<>\s]/g, '') ?? ''
  return bare === '' ? null : `<${bare.slice(0, 995)}>`
}

const EARLIEST = Date.UTC(1990, 0, 1)
const LATEST = Date.UTC(2100, 0, 1)

/** The Date header, or null when it is missing, unreadable or absurd; the library would put today's date. */
export const mailDate = (headers: RawHeaders): Instant | null => {
  const text = first(headers, 'date')
  if (text === null) return null
  const time = Date.parse(text.replace(/\([^)]*\)/g, ' ').trim())
  return Number.isNaN(time) || time < EARLIEST || time > LATEST ? null : asInstant(time)
}
