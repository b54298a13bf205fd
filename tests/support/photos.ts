import { readFile } from 'node:fs/promises'
import sharp, { type OverlayOptions, type Sharp } from 'sharp'

/** Where the photos of these stories say to have been taken: in the town, near Guamo. */
export const TAKEN_AT = { lat: 43.84003, lon: 10.57 } as const
export const TAKEN = '2026-03-12T10:05:00'
/** A word that must not leave the office with a photo. */
export const OWNER = 'Mario Rossi privato'

export const RED = [255, 0, 0] as const
export const GREEN = [0, 255, 0] as const
export const BLUE = [0, 0, 255] as const
export const WHITE = [255, 255, 255] as const
export const BLACK = [0, 0, 0] as const

/** Upright: red above left, green above right, blue below left, white below right. */
const quarters = (width: number, height: number): Sharp => {
  const box = (left: number, top: number, background: string): OverlayOptions => ({
    input: { create: { width: width / 2, height: height / 2, channels: 3, background } },
    left,
    top,
  })
  return sharp({ create: { width, height, channels: 3, background: '#ffffff' } }).composite([
    box(0, 0, '#ff0000'),
    box(width / 2, 0, '#00ff00'),
    box(0, height / 2, '#0000ff'),
  ])
}

const degrees = (value: number): string => {
  const whole = Math.floor(value)
  const minutes = Math.floor((value - whole) * 60)
  return `${whole}/1 ${minutes}/1 ${Math.round(((value - whole) * 60 - minutes) * 6000)}/100`
}

interface PhotoWish {
  readonly type?: 'jpeg' | 'png' | 'webp'
  readonly width?: number
  readonly height?: number
  /** As a telephone held upright writes it; 1 is not turned. */
  readonly orientation?: number
  /** Null for a camera without a fix that writes zeros, undefined for one that writes the usual place. */
  readonly at?: { readonly lat: number; readonly lon: number } | null
  readonly progressive?: boolean
}

/** A photo as a telephone sends it: with position, time, owner, comment and the small copy of itself. */
export const photoFile = async (wish: PhotoWish = {}): Promise<Buffer> => {
  const { type = 'jpeg', width = 160, height = 120, orientation = 1 } = wish
  const { lat, lon } = wish.at === null ? { lat: 0, lon: 0 } : (wish.at ?? TAKEN_AT)
  const exif = {
    IFD0: { Make: 'Prova', Model: 'Telefono', Artist: OWNER, Copyright: OWNER },
    IFD2: { DateTimeOriginal: '2026:03:12 10:05:00', CameraOwnerName: OWNER },
    IFD3: { GPSLatitudeRef: 'N', GPSLatitude: degrees(lat), GPSLongitudeRef: 'E', GPSLongitude: degrees(lon) },
  }
  const picture = quarters(width, height).withMetadata({ orientation, exif })
  switch (type) {
    case 'jpeg':
      return picture
        .jpeg({ quality: 100, chromaSubsampling: '4:4:4', progressive: wish.progressive ?? false })
        .toBuffer()
    case 'png':
      return picture.png().toBuffer()
    case 'webp':
      return picture.webp({ lossless: true }).toBuffer()
  }
}

/** Written by heif-enc from the same quarters and the same notes; `girata` is turned by its container. */
export const heicFile = (name: 'dritta' | 'girata'): Promise<Buffer> =>
  readFile(new URL(`../fixtures/photos/${name}.heic`, import.meta.url))

export interface Decoded {
  readonly width: number
  readonly height: number
  /** Red, green and blue at a place, as parts of width and height. */
  readonly at: (x: number, y: number) => readonly [number, number, number]
}

/** A picture's pixels, turned as a viewer turns it. */
export const decode = async (bytes: Uint8Array): Promise<Decoded> => {
  const { data, info } = await sharp(bytes)
    .autoOrient()
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number): [number, number, number] => {
    const column = Math.min(info.width - 1, Math.floor(x * info.width))
    const row = Math.min(info.height - 1, Math.floor(y * info.height))
    const from = (row * info.width + column) * info.channels
    return [data[from] ?? -1, data[from + 1] ?? -1, data[from + 2] ?? -1]
  }
  return { width: info.width, height: info.height, at }
}

/** Whether two colours are the same to the eye. */
export const isLike = (one: readonly number[], other: readonly number[], within = 24): boolean =>
  one.every((value, index) => Math.abs(value - (other[index] ?? 0)) <= within)
