import { readFile, stat } from 'node:fs/promises'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { refuse } from '@shared/kernel/app-error'
import { MOST_PHOTO_BYTES, mostPixels } from '@shared/photos/photo-facts'
import { photoTypeOf } from '@shared/photos/photo-types'
import { type RawPicture, measureHeic } from './heic'

// No picture is worth the whole machine: the other cores stay the desk's.
sharp.concurrency(1)
// Every file is opened once; what was decoded is not kept.
sharp.cache(false)

const SECONDS = 50

export interface OpenPicture {
  readonly type: string
  readonly bytes: Uint8Array
  /** Upright, in pixels. */
  readonly width: number
  readonly height: number
  /** A pipeline over the upright picture; asked for once. Rejects, like the pipeline, when its rows are broken. */
  readonly pixels: () => Promise<Sharp>
}

const isTurned = (orientation: number | undefined): boolean => orientation !== undefined && orientation >= 5

const checkPixels = (type: string, width: number, height: number): void => {
  if (width * height > mostPixels(type))
    refuse('photo_too_large', { details: { width, height, most: Math.floor(mostPixels(type) / 1e6) } })
}

/** Refuses with `photo_unreadable` what is no photo, `photo_too_large` by its pixels, `photo_over_limit` by its bytes. */
export const openPicture = async (path: string): Promise<OpenPicture> => {
  const { size } = await stat(path)
  if (size > MOST_PHOTO_BYTES) refuse('photo_over_limit')
  // Read, not mapped: a share that goes away under a mapped file would take the process with it.
  const bytes = await readFile(path)
  const type = photoTypeOf(bytes) ?? refuse('photo_unreadable')
  return type === 'image/heic' || type === 'image/heif' ? openHeif(type, bytes) : openPlain(type, bytes)
}

const openHeif = async (type: string, bytes: Uint8Array): Promise<OpenPicture> => {
  const found = (await measureHeic(bytes)) ?? refuse('photo_unreadable')
  checkPixels(type, found.width, found.height)
  const pixels = async (): Promise<Sharp> => fromRaw(await found.decode())
  return { type, bytes, width: found.width, height: found.height, pixels }
}

const fromRaw = ({ data, width, height }: RawPicture): Sharp =>
  sharp(data, { raw: { width, height, channels: 4 }, limitInputPixels: false })
    .removeAlpha()
    .timeout({ seconds: SECONDS })

const openPlain = async (type: string, bytes: Uint8Array): Promise<OpenPicture> => {
  let told: Metadata
  try {
    // Only its head is read: how large it says to be is for the person who is refused.
    told = await sharp(bytes, { limitInputPixels: false }).metadata()
  } catch {
    return refuse('photo_unreadable')
  }
  const { width, height, orientation } = told
  checkPixels(type, width, height)
  const pixels = (): Sharp =>
    sharp(bytes, { limitInputPixels: mostPixels(type), failOn: 'error' })
      .timeout({ seconds: SECONDS })
      .autoOrient()
  return {
    type,
    bytes,
    width: isTurned(orientation) ? height : width,
    height: isTurned(orientation) ? width : height,
    pixels: () => Promise.resolve(pixels()),
  }
}
