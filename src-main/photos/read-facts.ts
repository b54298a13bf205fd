import ExifReader from 'exifreader'
import { type PhotoFacts, cameraTime, meantPoint } from '@shared/photos/photo-facts'
import type { OpenPicture } from './open-picture'

/** What the camera wrote beside the picture; a broken note of it is no note. */
export const readFacts = ({ bytes, width, height }: OpenPicture): PhotoFacts => {
  const size = { width, height }
  try {
    const { gps, exif } = ExifReader.load(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), {
      expanded: true,
    })
    return {
      ...size,
      takenAt: cameraTime((exif?.DateTimeOriginal ?? exif?.DateTime)?.description),
      position: meantPoint(gps?.Latitude, gps?.Longitude),
    }
  } catch {
    return { ...size, takenAt: null, position: null }
  }
}
