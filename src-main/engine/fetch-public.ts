import { type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { fileTypeFromBuffer } from 'file-type'
import { isPublicHost, lookupPublic } from './public-address'

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

/** Nothing is told but that somebody asks: no cookie, no referrer, no language, no program of the reader's. */
const get = (url: URL, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    send(url, {
      lookup: lookupPublic,
      agent: false,
      signal,
      headers: { accept: 'image/*', 'user-agent': 'Mozilla/5.0' },
    })
      .on('response', resolve)
      .on('error', reject)
      .end()
  })

const collect = async (response: IncomingMessage): Promise<Buffer | null> => {
  if (Number(response.headers['content-length'] ?? 0) > MAX_BYTES) return null
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > MAX_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const read = async (start: URL, signal: AbortSignal): Promise<PublicPicture | number> => {
  let url = start
  for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
    if (!isAllowed(url)) return 403
    const response = await get(url, signal)
    const status = response.statusCode ?? 0
    const { location } = response.headers
    if (status >= 300 && status < 400 && location !== undefined && URL.canParse(location, url)) {
      response.destroy()
      url = new URL(location, url)
      continue
    }
    if (status !== 200) {
      response.destroy()
      return status === 404 || status === 410 ? 404 : 502
    }
    const body = await collect(response)
    if (body === null) {
      response.destroy()
      return 413
    }
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
    return (error as { code?: string }).code === 'EACCES' ? 403 : 504
  }
}
