import { jpegWithoutMetadata } from './jpeg-segments'
import { photoTypeOf } from './photo-types'
import { pngWithoutMetadata } from './png-chunks'
import { webpWithoutMetadata } from './webp-chunks'

/**
 * The same picture, pixel for pixel, without what the camera wrote beside it: position, time, owner, serial number,
 * comments, the small copy of the whole, and whatever hangs behind its end. Null for what is written otherwise or not
 * understood to its last byte: that is to be drawn anew.
 */
export const withoutMetadata = (bytes: Uint8Array): Uint8Array | null => {
  switch (photoTypeOf(bytes)) {
    case 'image/jpeg':
      return jpegWithoutMetadata(bytes)
    case 'image/png':
      return pngWithoutMetadata(bytes)
    case 'image/webp':
      return webpWithoutMetadata(bytes)
    default:
      return null
  }
}
