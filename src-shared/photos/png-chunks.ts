import { orientationOf } from './exif-orientation'
import { joined } from './joined'

const SIGNATURE = 8
/** What draws the picture; everything else, texts, times and EXIF among it, stays in the office. */
const KEPT = new Set('IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP bKGD pHYs acTL fcTL fdAT'.split(' '))

/** Null for a file that is cut off, or that an EXIF chunk turns: losing that word would lay it on its side. */
export const pngWithoutMetadata = (bytes: Uint8Array): Uint8Array | null => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const kept = [bytes.subarray(0, SIGNATURE)]
  let at = SIGNATURE
  while (at + 12 <= bytes.byteLength) {
    const length = view.getUint32(at)
    const end = at + 12 + length
    if (end > bytes.byteLength) return null
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (name === 'eXIf' && orientationOf(bytes.subarray(at + 8, end - 4)) !== 1) return null
    if (KEPT.has(name)) kept.push(bytes.subarray(at, end))
    if (name === 'IEND') return joined(kept)
    at = end
  }
  return null
}
