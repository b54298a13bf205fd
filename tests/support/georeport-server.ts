import { once } from 'node:events'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { plainPng } from './plain-png'

export interface ServedRequest {
  id: string
  status: string
  code: string
  description: string
  requestedAt: string
  updatedAt: string
  lat?: string
  long?: string
  address?: string
  mediaUrl?: string
  statusNotes?: string
}

export interface ServedUpdate {
  id: string
  requestId: string
  status: string
  description: string
  updatedAt: string
}

/** A GeoReport v2 server after the specification: pages, dates, errors, XML always and JSON where asked. */
export interface GeoReportServer {
  readonly url: string
  readonly requests: ServedRequest[]
  readonly updates: ServedUpdate[]
  /** What was asked, as `GET /requests.json?…`. */
  readonly asked: string[]
  /** Bodies that were posted. */
  readonly posted: URLSearchParams[]
  speaks: { json: boolean; updates: boolean }
  /** A status to answer every call with; null: as it should be. */
  broken: number | null
  /** The only resource that is broken; empty: all are. */
  brokenResource: string
  readonly close: () => Promise<void>
}

const KEY = 'key-of-the-test'
const safe = (text: string): string =>
  text.replace(/[&<>]/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[sign] ?? sign)
const tag = (name: string, value: string | undefined): string => `<${name}>${safe(value ?? '')}</${name}>`

const SERVICES = [
  { service_code: '001', service_name: 'Buche', group: 'Strade' },
  { service_code: 'LUCE', service_name: 'Illuminazione', group: 'Luce' },
]

const requestFields = (one: ServedRequest): Record<string, string | undefined> => ({
  service_request_id: one.id,
  status: one.status,
  status_notes: one.statusNotes,
  service_name: SERVICES.find(({ service_code }) => service_code === one.code)?.service_name,
  service_code: one.code,
  description: one.description,
  requested_datetime: one.requestedAt,
  updated_datetime: one.updatedAt,
  address: one.address,
  lat: one.lat,
  long: one.long,
  media_url: one.mediaUrl,
})
const updateFields = (one: ServedUpdate): Record<string, string> => ({
  update_id: one.id,
  service_request_id: one.requestId,
  updated_datetime: one.updatedAt,
  status: one.status,
  description: one.description,
})

export const startGeoReport = async (pageSize = 2): Promise<GeoReportServer> => {
  const state = {
    requests: [] as ServedRequest[],
    updates: [] as ServedUpdate[],
    asked: [] as string[],
    posted: [] as URLSearchParams[],
    speaks: { json: true, updates: true },
    broken: null as number | null,
    brokenResource: '',
  }
  const answer = (response: ServerResponse, status: number, type: string, body: string | Uint8Array): void => {
    response.writeHead(status, { 'content-type': type })
    response.end(body)
  }
  const send = (
    response: ServerResponse,
    format: string,
    list: string,
    row: string,
    rows: Record<string, string | undefined>[],
  ) => {
    if (format === 'json') return answer(response, 200, 'application/json', JSON.stringify(rows))
    const inner = rows.map(
      (fields) =>
        `<${row}>${Object.entries(fields)
          .map(([name, value]) => tag(name, value))
          .join('')}</${row}>`,
    )
    answer(response, 200, 'text/xml', `<?xml version="1.0" encoding="utf-8"?><${list}>${inner.join('')}</${list}>`)
  }
  const within = (at: string, query: URLSearchParams): boolean =>
    Date.parse(at) >= Date.parse(query.get('start_date') ?? '') &&
    Date.parse(at) <= Date.parse(query.get('end_date') ?? '')
  const paged = <T>(rows: T[], query: URLSearchParams): T[] => {
    const page = Number(query.get('page') ?? '1')
    return rows.slice((page - 1) * pageSize, page * pageSize)
  }
  const bodyOf = async (request: IncomingMessage): Promise<string> => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    return Buffer.concat(chunks).toString('utf8')
  }
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://server')
    state.asked.push(`${request.method ?? ''} ${request.url ?? ''}`)
    const form = request.method === 'POST' ? new URLSearchParams(await bodyOf(request)) : null
    if (state.broken !== null && pathname.includes(state.brokenResource))
      return answer(response, state.broken, 'text/plain', 'broken')
    if (pathname === '/photo.png') return answer(response, 200, 'image/png', plainPng(4, 4, [0, 80, 160]))
    if (pathname === '/elsewhere') {
      response.writeHead(302, { location: 'http://127.0.0.1:1/' })
      response.end()
      return
    }
    const [, resource = '', format = ''] = /^\/open311\/v2\/(\w+)\.(json|xml)$/.exec(pathname) ?? []
    if (format === 'json' && !state.speaks.json)
      return answer(response, 404, 'text/xml', '<errors><error><code>404</code></error></errors>')
    if (resource === 'services') return send(response, format, 'services', 'service', SERVICES)
    if (resource === 'requests')
      return send(
        response,
        format,
        'service_requests',
        'request',
        paged(
          state.requests.filter(({ requestedAt }) => within(requestedAt, searchParams)),
          searchParams,
        ).map(requestFields),
      )
    if (resource !== 'servicerequestupdates' || !state.speaks.updates)
      return answer(response, 404, 'text/xml', '<errors><error><code>404</code></error></errors>')
    if (form === null)
      return send(
        response,
        format,
        'service_request_updates',
        'request_update',
        paged(
          state.updates.filter(({ updatedAt }) => within(updatedAt, searchParams)),
          searchParams,
        ).map(updateFields),
      )
    if (form.get('api_key') !== KEY)
      return answer(response, 403, 'text/xml', '<errors><error><code>403</code></error></errors>')
    if (!state.requests.some(({ id }) => id === form.get('service_request_id')))
      return answer(response, 400, 'text/xml', '<errors><error><code>400</code></error></errors>')
    state.posted.push(form)
    const id = `u-${form.get('update_id') ?? ''}`
    if (!state.updates.some((update) => update.id === id))
      state.updates.push({
        id,
        requestId: form.get('service_request_id') ?? '',
        status: form.get('status') ?? '',
        description: form.get('description') ?? '',
        updatedAt: form.get('updated_datetime') ?? '',
      })
    answer(
      response,
      200,
      'text/xml',
      `<service_request_updates><request_update>${tag('update_id', id)}</request_update></service_request_updates>`,
    )
  }
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a listening socket has no port')
  return Object.assign(state, {
    url: `http://127.0.0.1:${address.port}/open311/v2`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}

export const GEOREPORT_KEY = KEY
