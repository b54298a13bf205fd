import { fileTypeFromBuffer } from 'file-type'
import { askWeb, bodyOf, isNotPublic, sentOnTo } from './ask-web'
import { isPublicHost } from './public-address'

const TIMEOUT_MS = 10_000
const MAX_BYTES = 5 * 1024 * 1024
const MAX_HOPS = 3
/** What a browser draws and that holds no script. */
const TYPES = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])

export interface PublicPicture {
  readonly type: string
  readonly body: Uint8Array
}

/** The default ports only: an address in a mail must not be a way to knock at other doors. */
const isAllowed = (url: URL): boolean =>
  (url.protocol === 'https:' || url.protocol === 'http:') &&
  url.port === '' &&
  url.username === '' &&
  url.password === '' &&
  isPublicHost(url.hostname)

const read = async (start: URL, signal: AbortSignal): Promise<PublicPicture | number> => {
  let url = start
  for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
    if (!isAllowed(url)) return 403
    // Nothing is told but that somebody asks: no program of the reader's either.
    const response = await askWeb(url, { accept: 'image/*', userAgent: 'Mozilla/5.0', signal })
    const status = response.statusCode ?? 0
    const next = sentOnTo(response, url)
    if (next !== null) {
      response.destroy()
      url = next
      continue
    }
    if (status !== 200) {
      response.destroy()
      return status === 404 || status === 410 ? 404 : 502
    }
    const body = await bodyOf(response, MAX_BYTES)
    if (body === null) return 413
    // By its first bytes: what the server calls it may be a lie.
    const type = (await fileTypeFromBuffer(body))?.mime ?? ''
    return TYPES.has(type) ? { type, body } : 415
  }
  return 502
}

/**
 * A picture from the internet, or the status to answer in its place: 403 for an address of this machine or the office's
 * network, 404 gone, 413 too large, 415 no picture, 502 refused there, 504 not reached.
 */
export const fetchPublicPicture = async (url: URL): Promise<PublicPicture | number> => {
  try {
    return await read(url, AbortSignal.timeout(TIMEOUT_MS))
  } catch (error) {
    return isNotPublic(error) ? 403 : 504
  }
}
