import { once } from 'node:events'
import { type ServerResponse, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { z } from 'zod'

/** The table service of OSRM after its specification: rows and columns asked for, its limit, its refusals. */
export interface RoadServer {
  readonly url: string
  /** Each question, as `/table/v1/driving/…`. */
  readonly asked: string[]
  /** As `--max-table-size`: rows times columns of one question are at most its square. */
  max: number
  /** In place of an answer: a status and a body, or nothing at all. */
  instead: { readonly status: number; readonly body: string; readonly location?: string } | 'silence' | null
  /** Between these two (west, east) no road leads. */
  gap: readonly [number, number] | null
  /** How far the next road lies from every point, in metres. */
  distance: number
  readonly close: () => Promise<void>
}

type Place = readonly [lon: number, lat: number]
const OPTIONS = new Set(['annotations', 'sources', 'destinations', 'generate_hints'])

/** Metres on a street whose eastward lane is the short one. */
export const streetMetres = ([from]: Place, [to]: Place): number =>
  Math.round(Math.abs(to - from) * 80_000 * (to >= from ? 1 : 3))

const refusal = (response: ServerResponse, code: string, message: string): void => {
  response.writeHead(400, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ code, message }))
}

export const startRoadServer = async (): Promise<RoadServer> => {
  const state: Omit<RoadServer, 'url' | 'close'> = { asked: [], max: 100, instead: null, gap: null, distance: 3 }
  const answer = (text: string, response: ServerResponse): void => {
    const url = new URL(text, 'http://server')
    const [, service, version, profile = '', list = ''] = /^\/(\w+)\/(\w+)\/([\w-]*)\/(.*)$/.exec(url.pathname) ?? []
    if (service !== 'table') return refusal(response, 'InvalidService', `Service ${service ?? ''} not found!`)
    if (version !== 'v1') return refusal(response, 'InvalidVersion', `Version not found!`)
    const places = list.split(';').map((one) => one.split(',').map(Number))
    const isSound = places.every((one) => one.length === 2 && one.every(Number.isFinite))
    if (profile === '' || !isSound || [...url.searchParams.keys()].some((name) => !OPTIONS.has(name)))
      return refusal(response, 'InvalidQuery', 'Query string malformed')
    const all = [...places.keys()]
    const chosen = (name: string): number[] => url.searchParams.get(name)?.split(';').map(Number) ?? all
    const [sources, destinations] = [chosen('sources'), chosen('destinations')]
    if (sources.length * destinations.length > state.max ** 2)
      return refusal(response, 'TooBig', 'Too many table coordinates')
    const wanted = (url.searchParams.get('annotations') ?? 'duration').split(',')
    const placeOf = (index: number): Place => z.tuple([z.number(), z.number()]).parse(places[index])
    const isCut = (a: Place, b: Place): boolean =>
      state.gap !== null && [a[0], b[0]].toSorted((x, y) => x - y).join() === state.gap.join()
    const cells = (of: (metres: number) => number) =>
      sources.map((from) =>
        destinations.map((to) => {
          const [a, b] = [placeOf(from), placeOf(to)]
          return isCut(a, b) ? null : of(streetMetres(a, b))
        }),
      )
    const station = (index: number) => ({ name: 'Via di Sotto', location: placeOf(index), distance: state.distance })
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(
      JSON.stringify({
        code: 'Ok',
        ...(wanted.includes('duration') ? { durations: cells((metres) => metres / 10) } : {}),
        ...(wanted.includes('distance') ? { distances: cells((metres) => metres) } : {}),
        sources: sources.map(station),
        destinations: destinations.map(station),
      }),
    )
  }
  const server = createServer((request, response) => {
    const text = request.url ?? '/'
    state.asked.push(text)
    const { instead } = state
    if (instead === 'silence') return
    if (instead === null) return answer(text, response)
    response.writeHead(instead.status, { ...(instead.location === undefined ? {} : { location: instead.location }) })
    response.end(instead.body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  })
}
