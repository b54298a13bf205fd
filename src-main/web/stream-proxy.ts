import { type IncomingMessage, request as httpRequest, type ServerResponse } from 'node:http'
import type { StreamDoor } from '@main/host/engine-keeper'
import {
  HOST_WORD,
  STREAM_ANSWER_HEADERS,
  STREAM_METHODS,
  STREAM_REQUEST_HEADERS,
} from '@main/transport/stream-headers'

/** Carries bytes between a page and the engine's stream door; what either sends is never kept whole in memory. */
export const proxyStream = (request: IncomingMessage, response: ServerResponse, door: StreamDoor | null): void => {
  if (door === null) return void response.writeHead(503, { 'retry-after': '1' }).end()
  if (!STREAM_METHODS.includes(request.method ?? '')) return void response.writeHead(405).end()
  const headers: Record<string, number | string | string[] | undefined> = { [HOST_WORD]: door.secret }
  for (const name of STREAM_REQUEST_HEADERS)
    if (request.headers[name] !== undefined) headers[name] = request.headers[name]

  const onward = httpRequest({ host: '127.0.0.1', port: door.port, path: request.url, method: request.method, headers })
  onward.on('response', (answer) => {
    const passed: Record<string, number | string | string[] | undefined> = {}
    for (const name of STREAM_ANSWER_HEADERS)
      if (answer.headers[name] !== undefined) passed[name] = answer.headers[name]
    response.writeHead(answer.statusCode ?? 502, passed)
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  onward.on('error', () => {
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  })
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}
