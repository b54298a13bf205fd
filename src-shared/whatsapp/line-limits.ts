/** What the Business Cloud API takes in one message of words. */
export const LONGEST_TEXT = 4096

const MB = 1024 * 1024

export type LineMediaKind = 'image' | 'video' | 'audio' | 'document'

const TYPES: Readonly<Record<string, LineMediaKind>> = {
  'image/jpeg': 'image',
  'image/png': 'image',
  'video/mp4': 'video',
  'video/3gpp': 'video',
  'audio/aac': 'audio',
  'audio/amr': 'audio',
  'audio/mpeg': 'audio',
  'audio/mp4': 'audio',
  'audio/ogg': 'audio',
  'text/plain': 'document',
  'application/pdf': 'document',
  'application/msword': 'document',
  'application/vnd.ms-excel': 'document',
  'application/vnd.ms-powerpoint': 'document',
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': 'document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'document',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'document',
}

/** Bytes of the largest file of each kind. */
const LARGEST: Readonly<Record<LineMediaKind, number>> = {
  image: 5 * MB,
  video: 16 * MB,
  audio: 16 * MB,
  document: 100 * MB,
}

/** As what a file goes out; null for one that WhatsApp does not carry. */
export const lineMediaKind = (type: string, size: number): LineMediaKind | null => {
  const kind = TYPES[type.split(';')[0]?.trim().toLowerCase() ?? '']
  return kind === undefined || size > LARGEST[kind] ? null : kind
}
