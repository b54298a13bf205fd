import type { Picture } from './map-layers'

/** Why a picture is not there; the sentence is `map.missing.why.<lack>`. */
export type PictureLack = 'unreachable' | 'refused' | 'noPicture' | 'notThere' | 'tooLarge' | 'cutShort'

export interface MissingPicture {
  readonly kind: Exclude<Picture['kind'], 'none'>
  /** The server's name, or the path of the file or folder. */
  readonly name: string
  readonly why: PictureLack
}

const LACKS: Readonly<Record<number, PictureLack>> = {
  404: 'notThere',
  413: 'tooLarge',
  415: 'noPicture',
  504: 'unreachable',
}
/** By the status with which the engine answers in place of a picture. */
export const lackOf = (status: number): PictureLack => LACKS[status] ?? 'refused'

const hostOf = (url: string): string => {
  // A template's braces are no part of an address.
  const [, host] = /^https?:\/\/([^/?#]+)/i.exec(url) ?? []
  return host ?? url
}

export const missingPicture = (picture: Picture, why: PictureLack): MissingPicture | null => {
  if (picture.kind === 'none') return null
  return { kind: picture.kind, name: 'url' in picture ? hostOf(picture.url) : picture.path, why }
}

/** What a picture is: pieces that a browser kept of another one must not pass for its own. */
export const pictureMark = (picture: Picture): string => {
  let mark = 0x811c9dc5
  for (const letter of JSON.stringify(picture)) mark = Math.imul(mark ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0
  return mark.toString(36)
}
