/** What the desk can open as a photo, whatever a mail or a browser calls it. */
export const PHOTO_TYPES = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/heic',
  'image/heif',
  'image/avif',
  'image/gif',
  'image/tiff',
  'image/bmp',
] as const
const KNOWN: ReadonlySet<string> = new Set(PHOTO_TYPES)

/** By its name alone, for what nobody has looked into yet. */
export const isPhotoName = (name: string): boolean => /\.(?:jpe?g|png|webp|hei[cf]|avif|gif|tiff?|bmp)$/i.test(name)

export const isPhotoType = (type: string): boolean => KNOWN.has(type.toLowerCase())

const text = (bytes: Uint8Array, from: number, length: number): string =>
  String.fromCharCode(...bytes.subarray(from, from + length))

/** Brands of the box that an HEIF file begins with; HEVC inside is what a telephone writes. */
const HEVC_BRANDS = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx'])

const heifType = (bytes: Uint8Array): string | null => {
  if (text(bytes, 4, 4) !== 'ftyp') return null
  const brand = text(bytes, 8, 4)
  if (brand === 'avif' || brand === 'avis') return 'image/avif'
  if (HEVC_BRANDS.has(brand)) return 'image/heic'
  return brand === 'mif1' || brand === 'msf1' ? 'image/heif' : null
}

/**
 * A photo's type from its first bytes (12 are enough), null for everything else. Names and declared types are not asked:
 * a mail calls many a photo `application/octet-stream`.
 */
export const photoTypeOf = (bytes: Uint8Array): (typeof PHOTO_TYPES)[number] | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  const head = text(bytes, 0, 4)
  if (head === '\u0089PNG') return 'image/png'
  if (head === 'RIFF' && text(bytes, 8, 4) === 'WEBP') return 'image/webp'
  if (head === 'GIF8') return 'image/gif'
  if (head === 'II*\0' || head === 'MM\0*') return 'image/tiff'
  if (head.startsWith('BM') && bytes.length > 26) return 'image/bmp'
  return heifType(bytes) as (typeof PHOTO_TYPES)[number] | null
}

const EXTENSION = /\.[a-z0-9]{1,5}$/i
const EXTENSION_OF: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/webp': '.webp',
}

/** A file's name after its photo was written anew as another type. */
export const renamedFor = (name: string, type: string): string => {
  const extension = EXTENSION_OF[type]
  if (extension === undefined) return name
  if (type === 'image/jpeg' && /\.jpe?g$/i.test(name)) return name
  return `${name.replace(EXTENSION, '')}${extension}`
}
