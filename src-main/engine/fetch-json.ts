import { type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { isPublicHost, lookupPublic } from './public-address'

const MAX_BYTES = 16 * 1024 * 1024
const MAX_HOPS = 3

export interface JsonAnswer {
  readonly status: number
  /** Undefined where what came is no JSON. */
  readonly body: unknown
}

/** The address is of this machine or the office's network, and nobody said that it may be. */
export const isNotPublic = (error: unknown): boolean => (error as { code?: string }).code === 'EACCES'

const notPublic = (): Error => Object.assign(new Error('no public address'), { code: 'EACCES' })

const get = (url: URL, inOffice: boolean, version: string, signal: AbortSignal): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    send(url, {
      ...(inOffice ? {} : { lookup: lookupPublic }),
      agent: false,
      signal,
      headers: { accept: 'application/json', 'user-agent': `Cantoniere/${version}` },
    })
      .on('response', resolve)
      .on('error', reject)
      .end()
  })

const read = async (response: IncomingMessage): Promise<unknown> => {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    size += chunk.byteLength
    if (size > MAX_BYTES) {
      response.destroy()
      return undefined
    }
    chunks.push(chunk)
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'))
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
      const response = await get(url, inOffice, version, signal)
      const status = response.statusCode ?? 0
      const { location } = response.headers
      if (status < 300 || status >= 400 || location === undefined || !URL.canParse(location, url.href))
        return { status, body: await read(response) }
      response.destroy()
      const next = new URL(location, url)
      if (next.host !== start.host || (next.protocol !== url.protocol && next.protocol !== 'https:'))
        return { status, body: undefined }
      url = next
    }
    return { status: 310, body: undefined }
  }
