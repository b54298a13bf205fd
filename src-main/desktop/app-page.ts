import { protocol } from 'electron'
import type { StreamDoor } from '@main/host/engine-keeper'
import { readPageFile } from '@main/host/page-files'
import { pageHeaders } from '@main/host/page-policy'
import {
  HOST_WORD,
  STREAM_ANSWER_HEADERS,
  STREAM_METHODS,
  STREAM_REQUEST_HEADERS,
} from '@main/transport/stream-headers'

export const PAGE_ORIGIN = 'app://desk'

/**
 * Before the app is ready: an origin of its own, as trusted as https, so that the page needs no file:// rights. What the
 * browser compiles of it is kept for the next start, as it would be for https.
 */
export const declarePage = (): void =>
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, stream: true, codeCache: true },
    },
  ])

/** Serves the built page, and passes `/stream/…` on to the engine's door. */
export const servePage = (folder: string, door: () => StreamDoor | null): void =>
  protocol.handle('app', async (request) => {
    const { host, pathname, search } = new URL(request.url)
    if (host !== 'desk') return new Response(null, { status: 404 })
    if (pathname.startsWith('/stream/')) return stream(request, `${pathname}${search}`, door())
    if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405 })
    const file = await readPageFile(folder, pathname)
    const headers = pageHeaders(null)
    if (file === null) return new Response(null, { status: 404, headers })
    return new Response(file.body, { headers: { ...headers, 'content-type': file.type } })
  })

const stream = async (request: Request, path: string, door: StreamDoor | null): Promise<Response> => {
  if (door === null) return new Response(null, { status: 503 })
  if (!STREAM_METHODS.includes(request.method)) return new Response(null, { status: 405 })
  const headers = new Headers({ [HOST_WORD]: door.secret })
  for (const name of STREAM_REQUEST_HEADERS) {
    const value = request.headers.get(name)
    if (value !== null && name !== 'content-length') headers.set(name, value)
  }
  try {
    const answer = await fetch(`http://127.0.0.1:${door.port}${path}`, {
      method: request.method,
      headers,
      signal: request.signal,
      ...(request.body === null ? {} : { body: request.body, duplex: 'half' as const }),
    })
    const passed = new Headers()
    for (const name of STREAM_ANSWER_HEADERS) {
      const value = answer.headers.get(name)
      if (value !== null) passed.set(name, value)
    }
    return new Response(answer.body, { status: answer.status, headers: passed })
  } catch {
    return new Response(null, { status: 502 })
  }
}
