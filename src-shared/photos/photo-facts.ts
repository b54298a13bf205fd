import { type Point, isPosition } from '../places/geo'

/** What a photo says of itself. */
export interface PhotoFacts {
  /** As it is looked at, turned upright; pixels. */
  readonly width: number
  readonly height: number
  /** The camera's clock, `2026-03-12T10:05:00`, without a zone; null when it says nothing. */
  readonly takenAt: string | null
  /** Where the camera believed to be; null when it says nothing, or the zero point of the sea off Africa. */
  readonly position: Point | null
}

/** Longest edges, in pixels, in which a photo is shown: beside other things, and by itself. */
export const PHOTO_EDGES = { thumb: 360, view: 2560 } as const
export type PhotoSize = keyof typeof PHOTO_EDGES

/**
 * Most pixels that are opened, by type. A JPEG is read smaller than it is, row by row; the others want room for every
 * pixel at once. Beyond it a file is refused by name and nothing of it is decoded.
 */
const PIXELS: Readonly<Record<string, number>> = { 'image/jpeg': 210e6 }
const PIXELS_ELSE = 65e6
export const mostPixels = (type: string): number => PIXELS[type] ?? PIXELS_ELSE

/** Most bytes of a file that is opened as a photo. */
export const MOST_PHOTO_BYTES = 60 * 1024 * 1024

/** A black box: parts of the upright picture's width and height, from its upper left corner, 0 to 1. */
export interface BlackBox {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** A point that means something: nobody takes photos at zero north, zero east, where cameras without a fix say to be. */
export const meantPoint = (lat: unknown, lon: unknown): Point | null => {
  if (typeof lat !== 'number' || typeof lon !== 'number' || !isPosition({ lat, lon })) return null
  // A camera without a fix writes zero, or a rounding of it.
  return Math.abs(lat) < 0.001 && Math.abs(lon) < 0.001 ? null : { lat, lon }
}

const TAKEN = /^(\d{4}):(\d{2}):(\d{2})[ T](\d{2}):(\d{2}):(\d{2})/

/** `2026:03:12 10:05:00` of a camera as `2026-03-12T10:05:00`; null for a clock that was never set. */
export const cameraTime = (said: unknown): string | null => {
  const [, year = '', month = '', dayOfMonth = '', ...rest] = TAKEN.exec(typeof said === 'string' ? said : '') ?? []
  if (year === '' || Number(year) < 1990 || Number(month) < 1 || Number(month) > 12) return null
  if (Number(dayOfMonth) < 1 || Number(dayOfMonth) > 31 || Number(rest[0]) > 23) return null
  return `${year}-${month}-${dayOfMonth}T${rest.slice(0, 3).join(':')}`
}
