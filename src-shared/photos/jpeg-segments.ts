import { orientationOf, orientationOnly } from './exif-orientation'
import { joined } from './joined'

const SOI = 0xd8
const EOI = 0xd9
const SOS = 0xda
const APP0 = 0xe0
const APP1 = 0xe1
const APP2 = 0xe2
const APP14 = 0xee
const APP15 = 0xef
const COM = 0xfe

const startsWith = (bytes: Uint8Array, at: number, word: string): boolean =>
  [...word].every((letter, index) => bytes[at + index] === letter.charCodeAt(0))

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7

/** Where the coded rows that begin at `from` end: at the next marker that is none of theirs. -1 when they never end. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  let at = bytes.indexOf(0xff, from)
  while (at >= 0 && at + 1 < bytes.byteLength) {
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && !isRestart(next)) return at
    at = bytes.indexOf(0xff, next === 0xff ? at + 1 : at + 2)
  }
  return -1
}

/** Colours depend on these: the profile, and Adobe's word on how they are mixed. */
const isNeeded = (bytes: Uint8Array, marker: number, payload: number): boolean => {
  if (marker === APP2) return startsWith(bytes, payload, 'ICC_PROFILE\0')
  if (marker === APP14) return startsWith(bytes, payload, 'Adobe')
  return marker !== COM && (marker < APP0 || marker > APP15)
}

/** A JFIF header without the small picture that may stand in it. */
const plainHeader = (bytes: Uint8Array, payload: number, length: number): Uint8Array | null => {
  if (!startsWith(bytes, payload, 'JFIF\0') || length < 14) return null
  const header = new Uint8Array(18)
  header.set([0xff, APP0, 0, 16])
  header.set(bytes.subarray(payload, payload + 12), 4)
  return header
}

/**
 * Keeps what draws the picture, its colour profile and how it is turned; null for a file that does not follow the
 * format from its first marker to its last. What stands behind the end (films, further pictures) goes too.
 */
export const jpegWithoutMetadata = (bytes: Uint8Array): Uint8Array | null => {
  const kept: Uint8Array[] = []
  let orientation = 1
  let isDrawn = false
  let at = 2
  while (at + 2 <= bytes.byteLength) {
    if (bytes[at] !== 0xff) return null
    const marker = bytes[at + 1] ?? 0
    // Fill bytes may stand before any marker.
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker === EOI) {
      if (!isDrawn) return null
      const turn = orientation === 1 ? [] : [segment(APP1, orientationOnly(orientation))]
      return joined([Uint8Array.of(0xff, SOI), ...turn, ...kept, Uint8Array.of(0xff, EOI)])
    }
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    const end = at + 2 + length
    if (length < 2 || end > bytes.byteLength || marker === 0 || marker === SOI || isRestart(marker)) return null
    const payload = at + 4
    if (marker === APP0) {
      const header = plainHeader(bytes, payload, length - 2)
      if (header !== null) kept.push(header)
    } else if (marker === APP1 && startsWith(bytes, payload, 'Exif\0\0')) {
      orientation = orientationOf(bytes.subarray(payload + 6, end))
    } else if (marker === SOS) {
      const until = endOfScan(bytes, end)
      if (until < 0) return null
      isDrawn = true
      kept.push(bytes.subarray(at, until))
      at = until
      continue
    } else if (isNeeded(bytes, marker, payload)) kept.push(bytes.subarray(at, end))
    at = end
  }
  return null
}

const segment = (marker: number, payload: Uint8Array): Uint8Array => {
  const length = payload.byteLength + 2
  return joined([Uint8Array.of(0xff, marker, length >> 8, length & 0xff), payload])
}
