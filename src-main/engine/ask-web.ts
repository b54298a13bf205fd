import { type IncomingMessage, request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { lookupPublic } from './public-address'

interface Asked {
  readonly accept: string
  readonly userAgent: string
  /** Calls this machine and the office's network too; otherwise a name that leads there fails with `EACCES`. */
  readonly inOffice?: boolean
  readonly signal: AbortSignal
}

/** One GET without cookies, referrer or language, and without following where it is sent on to. */
export const askWeb = (url: URL, { accept, userAgent, inOffice = false, signal }: Asked): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    send(url, {
      ...(inOffice ? {} : { lookup: lookupPublic }),
      agent: false,
      signal,
      headers: { accept, 'user-agent': userAgent },
    })
      .on('response', resolve)
      .on('error', reject)
      .end()
  })

/** Where an answer sends on to; null when it is the answer itself. */
export const sentOnTo = ({ statusCode = 0, headers: { location } }: IncomingMessage, from: URL): URL | null =>
  statusCode >= 300 && statusCode < 400 && location !== undefined ? URL.parse(location, from.href) : null

/** The whole body, or null as soon as it is longer than `most` bytes; the answer is ended then. */
export const bodyOf = async (response: IncomingMessage, most: number): Promise<Buffer | null> => {
  const chunks: Buffer[] = []
  let size = Number(response.headers['content-length'] ?? 0) > most ? Infinity : 0
  if (size <= most)
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.byteLength
      if (size > most) break
      chunks.push(chunk)
    }
  if (size <= most) return Buffer.concat(chunks)
  response.destroy()
  return null
}

/** The address is of this machine or the office's network, and nobody said that it may be. */
export const isNotPublic = (error: unknown): boolean => (error as { code?: string }).code === 'EACCES'
