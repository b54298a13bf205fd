import { orientationOf } from './exif-orientation'
import { joined } from './joined'

const HEADER = 12
const KEPT = new Set(['VP8 ', 'VP8L', 'VP8X', 'ANIM', 'ANMF', 'ALPH', 'ICCP'])
/** Bits of VP8X that announce EXIF and XMP. */
const METADATA_BITS = 0x08 | 0x04

/** Null for a file that is cut off, or that its EXIF turns. */
export const webpWithoutMetadata = (bytes: Uint8Array): Uint8Array | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.byteLength < HEADER) return null
  // What stands behind the length that the file gives itself is no part of the picture.
  const whole = Math.min(view.getUint32(4, true) + 8, bytes.byteLength)
  const kept: Uint8Array[] = []
  let at = HEADER
  while (at + 8 <= whole) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4))
    const length = view.getUint32(at + 4, true)
    const end = at + 8 + length + (length % 2)
    if (at + 8 + length > whole) return null
    const payload = bytes.subarray(at + 8, at + 8 + length)
    if (name === 'EXIF' && orientationOf(tiffOf(payload)) !== 1) return null
    if (KEPT.has(name)) {
      const chunk = bytes.slice(at, Math.min(end, whole))
      if (name === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ~METADATA_BITS
      kept.push(chunk)
    }
    at = end
  }
  if (kept.length === 0) return null
  const body = joined(kept)
  const header = bytes.slice(0, HEADER)
  new DataView(header.buffer).setUint32(4, body.byteLength + 4, true)
  return joined([header, body])
}

/** Some programs put JPEG's word before the block. */
const tiffOf = (payload: Uint8Array): Uint8Array =>
  payload[0] === 0x45 && payload[1] === 0x78 ? payload.subarray(6) : payload
