import sharp, { type Sharp } from 'sharp'
import type { BlackBox } from '@shared/photos/photo-facts'
import type { OpenPicture } from './open-picture'
import type { DrawnPicture } from './photo-work'

/** Of a picture that is drawn anew as large as it is; a redacted one of more is drawn smaller. */
const LONGEST_EDGE = 8192
const WHITE = '#ffffff'

/**
 * JPEGs of at most so many pixels, never larger than the picture itself, upright, with nothing in them but the picture:
 * the first from its rows, each other from the one before, so the largest comes first.
 */
export const scalePicture = async (picture: OpenPicture, edges: readonly number[]): Promise<DrawnPicture[]> => {
  const [first, ...smaller] = edges
  if (first === undefined) return []
  const drawn = [await asJpeg(await picture.pixels(), first)]
  for (const edge of smaller) drawn.push(await asJpeg(sharp(drawn.at(-1)?.content), edge))
  return drawn
}

const asJpeg = async (pixels: Sharp, edge: number): Promise<DrawnPicture> => {
  const content = await pixels
    .resize(edge, edge, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: WHITE })
    .toColourspace('srgb')
    .jpeg({ quality: edge <= 512 ? 78 : 84 })
    .toBuffer()
  return { type: 'image/jpeg', content }
}

const pixelBox = (box: BlackBox, width: number, height: number) => {
  const left = Math.max(0, Math.floor(box.x * width))
  const top = Math.max(0, Math.floor(box.y * height))
  const right = Math.min(width, Math.ceil((box.x + box.width) * width))
  const bottom = Math.min(height, Math.ceil((box.y + box.height) * height))
  return { left, top, width: right - left, height: bottom - top }
}

/**
 * The picture as a new one, without anything that was written beside it: what lies under a box is not covered but
 * gone, since only the drawn pixels are kept. Screenshots and drawings stay PNG, everything else becomes JPEG.
 */
export const redrawPicture = async (picture: OpenPicture, boxes: readonly BlackBox[]): Promise<DrawnPicture> => {
  const shrink = Math.min(1, LONGEST_EDGE / Math.max(picture.width, picture.height))
  const width = Math.max(1, Math.round(picture.width * shrink))
  const height = Math.max(1, Math.round(picture.height * shrink))
  const black = boxes
    .map((box) => pixelBox(box, width, height))
    .filter((box) => box.width > 0 && box.height > 0)
    .map(({ left, top, ...size }) => ({
      input: { create: { ...size, channels: 3 as const, background: '#000000' } },
      left,
      top,
    }))
  let pixels = await picture.pixels()
  if (shrink < 1) pixels = pixels.resize(width, height, { fit: 'fill' })
  pixels = pixels.toColourspace('srgb').composite(black)
  return picture.type === 'image/png'
    ? { type: 'image/png', content: await pixels.png({ compressionLevel: 6 }).toBuffer() }
    : {
        type: 'image/jpeg',
        content: await pixels.flatten({ background: WHITE }).jpeg({ quality: 90 }).toBuffer(),
      }
}
