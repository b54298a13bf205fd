import { appError } from '@shared/kernel/app-error'
import { type Open311Server, PlatformError } from '@main/platform/open311'
import { saidIn } from './read-answer'

const TIMEOUT_MS = 20_000
const MAX_BYTES = 16 * 1024 * 1024
const MAX_HOPS = 3

const hostOf = (server: Open311Server): string => (URL.canParse(server.url) ? new URL(server.url).host : server.url)

const failed = (
  server: Open311Server,
  code: 'platform_unreachable' | 'platform_failing' | 'platform_refused' | 'platform_key_refused',
  status = 0,
  said = '',
) => {
  const answered = said === '' ? String(status) : `${status}, ${said}`
  return new PlatformError(appError(code, { details: { host: hostOf(server), answered } }))
}

const collect = async (response: Response, most: number): Promise<Buffer | null> => {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > most) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

export interface Answer {
  readonly status: number
  readonly type: string
  readonly body: Buffer
}

/** Asks the server of the settings and no other: a redirect may not send the engine to a machine inside the office. */
export const ask = async (
  server: Open311Server,
  path: string,
  options: {
    readonly query?: Readonly<Record<string, string>>
    readonly form?: URLSearchParams
    readonly most?: number
  } = {},
): Promise<Answer> => {
  const start = new URL(path.startsWith('http') ? path : `${server.url}/${path}`)
  for (const [name, value] of Object.entries(options.query ?? {})) start.searchParams.set(name, value)
  if (server.jurisdiction !== '' && options.form === undefined && !path.startsWith('http'))
    start.searchParams.set('jurisdiction_id', server.jurisdiction)
  let url = start
  try {
    for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
      const response = await fetch(url, {
        method: options.form === undefined ? 'GET' : 'POST',
        ...(options.form === undefined ? {} : { body: options.form }),
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
        headers: {
          'user-agent': 'Cantoniere',
          accept: 'application/json, text/xml;q=0.9, application/xml;q=0.9, image/*;q=0.8',
        },
      })
      const location = response.headers.get('location')
      if (response.status >= 300 && response.status < 400 && location !== null) {
        await response.body?.cancel()
        const next = new URL(location, url)
        if (next.host !== start.host || !/^https?:$/.test(next.protocol) || options.form !== undefined)
          throw failed(server, 'platform_refused', response.status)
        url = next
        continue
      }
      const body = await collect(response, options.most ?? MAX_BYTES)
      if (body === null) throw failed(server, 'platform_refused', 413)
      return { status: response.status, type: response.headers.get('content-type') ?? '', body }
    }
  } catch (error) {
    if (error instanceof PlatformError) throw error
    throw failed(server, 'platform_unreachable')
  }
  throw failed(server, 'platform_refused', 310)
}

/** What a status other than 200 means, with the server's own words. */
export const refusal = (server: Open311Server, { status, body }: Answer): PlatformError => {
  const said = saidIn(body)
  if (status === 401 || status === 403) return failed(server, 'platform_key_refused', status, said)
  return failed(server, status >= 500 ? 'platform_failing' : 'platform_refused', status, said)
}

export const unreadable = (server: Open311Server): PlatformError =>
  new PlatformError(appError('platform_unreadable', { details: { host: hostOf(server) } }))
