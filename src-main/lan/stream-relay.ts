import type { IncomingMessage, ServerResponse } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { STREAM_ANSWER_HEADERS, STREAM_METHODS, STREAM_REQUEST_HEADERS } from '@main/transport/stream-headers'
import { type LinkTarget, pinnedOptions } from './pinned-connection'
import { SCHEME, VERSION_HEADER } from './wire'

const IDLE_MS = 30_000

export const authorization = (deskId: string, secret: string): string => `${SCHEME} ${deskId}.${secret}`

export interface StreamLink {
  readonly target: LinkTarget
  readonly secret: string
  readonly deskId: string
  readonly version: string
}

/** Carries bytes between this desk's own stream door and the serving desk's, ranges included; nothing is kept whole. */
export const relayStream = (request: IncomingMessage, response: ServerResponse, link: StreamLink): void => {
  if (!STREAM_METHODS.includes(request.method ?? '')) return void response.writeHead(405).end()
  const headers: Record<string, number | string | string[]> = {
    authorization: authorization(link.deskId, link.secret),
    [VERSION_HEADER]: link.version,
  }
  for (const name of STREAM_REQUEST_HEADERS) {
    const value = request.headers[name]
    if (value !== undefined) headers[name] = value
  }
  const { target } = link
  const onward = httpsRequest({
    ...pinnedOptions(target, target.certificate, target.fingerprint),
    path: request.url,
    method: request.method,
    headers,
    agent: false,
    timeout: IDLE_MS,
  })
  onward.on('response', (answer) => {
    const passed: Record<string, number | string | string[]> = {}
    for (const name of STREAM_ANSWER_HEADERS) {
      const value = answer.headers[name]
      if (value !== undefined) passed[name] = value
    }
    response.writeHead(answer.statusCode ?? 502, passed)
    answer.pipe(response)
    answer.on('error', () => response.destroy())
  })
  onward.on('timeout', () => onward.destroy())
  onward.on('error', () => {
    if (response.headersSent) response.destroy()
    else response.writeHead(502).end()
  })
  response.on('error', () => undefined)
  response.on('close', () => onward.destroy())
  request.pipe(onward)
}
