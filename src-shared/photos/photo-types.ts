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

const isFilmName = (name: string): boolean => /\.(?:mp4|mov|m4v|3gp)$/i.test(name)
/** Nothing stands in them but what one reads. */
const isPlainText = (name: string): boolean => /\.(?:txt|csv|ics)$/i.test(name)

/**
 * What goes along when a file leaves the office, by its name: `cleaned` photos and films lose place, time and device;
 * anything else goes `whole`, with what its program wrote into it.
 */
export const leavesHow = (name: string): 'cleaned' | 'whole' | 'plain' => {
  if (isPhotoName(name) || isFilmName(name)) return 'cleaned'
  return isPlainText(name) ? 'plain' : 'whole'
}

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
