import { askWeb, bodyOf, sentOnTo } from './ask-web'
import { isPublicHost } from './public-address'

const MAX_BYTES = 16 * 1024 * 1024
const MAX_HOPS = 3

export interface JsonAnswer {
  readonly status: number
  /** Undefined where what came is no JSON. */
  readonly body: unknown
}

const notPublic = (): Error => Object.assign(new Error('no public address'), { code: 'EACCES' })

const jsonIn = (body: Buffer | null): unknown => {
  try {
    return body === null ? undefined : JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/**
 * Asks a server that the settings name and no other: a redirect stays at its host. Without `inOffice` only addresses of
 * the internet are called, whatever the name leads to. Throws where nobody answers (`isNotPublic` tells why).
 */
export const fetchJson =
  (version: string) =>
  async (start: URL, inOffice: boolean, signal: AbortSignal): Promise<JsonAnswer> => {
    let url = start
    for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
      if (!inOffice && !isPublicHost(url.hostname)) throw notPublic()
      const asked = { accept: 'application/json', userAgent: `Cantoniere/${version}`, inOffice, signal }
      const response = await askWeb(url, asked)
      const status = response.statusCode ?? 0
      const next = sentOnTo(response, url)
      if (next === null) return { status, body: jsonIn(await bodyOf(response, MAX_BYTES)) }
      response.destroy()
      if (next.host !== start.host || (next.protocol !== url.protocol && next.protocol !== 'https:'))
        return { status, body: undefined }
      url = next
    }
    return { status: 310, body: undefined }
  }
