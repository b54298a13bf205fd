/** Names of files that programs write against the rules (RFC 2045, 2231), put right where it can be told what was meant. */

const NAMED = /^content-(?:disposition|type):[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*/gim
/** A quoted name up to the last quote before the next parameter. */
const QUOTED = /\b((?:file)?name=)"([^;\r\n]*)"(?=\s*(?:;|$))/gi
const PERCENT = /\b((?:file)?name\*(?:0\*)?=)utf-?8('[^']*'[^;\s]*)/gi
const NUMBERED = /\b((?:file)?name\*)(\d{1,3})(?=\*?=)/gi

/** The answer is used: a bundler leaves out a call whose answer nobody wants, although it may throw. */
const isDecodable = (text: string): boolean => {
  try {
    return decodeURIComponent(text) !== ''
  } catch {
    return false
  }
}

/** No name is longer; a header of quotes alone would be gone through once for each of them. */
const LONGEST = 4096

const mended = (header: string): string => {
  if (header.length > LONGEST) return header
  const line = header.replace(/\r?\n[ \t]+/g, ' ')
  const changed = line
    .replace(QUOTED, (whole, key: string, name: string) =>
      name.includes('"') && !name.includes('\\') && !/"\s*[\w*-]+=/.test(name)
        ? `${key}"${name.replaceAll('"', "'")}"`
        : whole,
    )
    .replace(PERCENT, (whole, key: string, rest: string) => (isDecodable(rest) ? whole : `${key}windows-1252${rest}`))
    .replace(NUMBERED, (whole, key: string, place: string) =>
      /name\*0\*?=/i.test(line) || !/name\*1\*?=/i.test(line) ? whole : `${key}${Number(place) - 1}`,
    )
  return changed === line ? header : changed
}

/** Whether a block of headers names a file in a way that hides its name. */
export const hasOddName = (head: string): boolean =>
  head.includes('name') && (head.match(NAMED) ?? []).some((header) => mended(header) !== header)

/** The whole mail with such names put right; its letters are bytes (latin1). */
export const withPlainNames = (mail: string): string => mail.replace(NAMED, mended)
