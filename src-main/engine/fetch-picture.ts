import { isTileType } from './tile-cache'

const TIMEOUT_MS = 10_000
/** A tile weighs some tens of kilobytes, a large piece of an orthophoto a few megabytes. */
export const MAX_TILE_BYTES = 8 * 1024 * 1024
const MAX_HOPS = 3
/** The page's own address: services of tiles ask for one. */
const REFERER = 'app://cantoniere/'

export interface Picture {
  readonly type: string
  readonly body: Uint8Array
}

const collect = async (response: Response): Promise<Uint8Array | null> => {
  if (Number(response.headers.get('content-length') ?? 0) > MAX_TILE_BYTES) return null
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    // The header may be missing or a lie.
    if (size > MAX_TILE_BYTES) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const follow = async (url: URL, init: RequestInit, get: typeof fetch): Promise<Response | null> => {
  let target = url
  for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
    const response = await get(target, init)
    const location = response.headers.get('location')
    if (response.status < 300 || response.status >= 400 || location === null) return response
    await response.body?.cancel()
    const next = new URL(location, target)
    // Only the host of the settings: a server must not send the engine to a machine inside the office's network.
    // What began secured stays so.
    if (next.host !== url.host || (next.protocol !== url.protocol && next.protocol !== 'https:')) return null
    target = next
  }
  return null
}

/** A picture, or the status to answer in its place. */
export const readPicture = async (url: URL, version: string, get: typeof fetch): Promise<Picture | number> => {
  try {
    const response = await follow(
      url,
      {
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: { 'user-agent': `Cantoniere/${version}`, referer: REFERER, accept: 'image/*' },
      },
      get,
    )
    if (response === null) return 403
    const type = response.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? ''
    if (!response.ok || !isTileType(type)) {
      await response.body?.cancel()
      if (response.status === 404) return 404
      return response.ok ? 415 : 502
    }
    const body = await collect(response)
    return body === null ? 413 : { type, body }
  } catch {
    // No name, no route, no certificate, no answer in time: on a desk without a network this is no news.
    return 504
  }
}
