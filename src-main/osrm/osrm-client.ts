import { pointKey } from '@shared/crews/road-ways'
import { appError } from '@shared/kernel/app-error'
import type { Point } from '@shared/places/geo'
import { type RoadCells, type RoadServer, type RoadsPort, RoadsError } from '@main/platform/roads'
import { faultOf, tableOf } from './read-table'

/** Fetches JSON by the rules of the way out; throws where nobody answers. */
export interface WayOut {
  readonly get: (
    url: URL,
    inOffice: boolean,
    signal: AbortSignal,
  ) => Promise<{ readonly status: number; readonly body: unknown }>
  readonly isNotPublic: (error: unknown) => boolean
}

/** What the whole table may take, whatever the server's pace: the van waits for its paper. */
const PATIENCE_MS = 12_000
/** As many points in one question as `osrm-routed` takes unless its operator says otherwise. */
const CUSTOMARY_POINTS = 100
const MOST_QUESTIONS = 120
/** Proxies that find the address too long say so by these. */
const TOO_LONG = new Set([413, 414, 431])

type Fault = 'roads_unreachable' | 'roads_slow' | 'roads_refused' | 'roads_unreadable' | 'roads_in_office'
const failed = ({ url }: RoadServer, code: Fault | 'roads_too_many', answered = ''): RoadsError =>
  new RoadsError(appError(code, { details: { host: new URL(url).host, ...(answered === '' ? {} : { answered }) } }))

/** The ways from some points to others; null when that is too much for the server in one question. */
type Part = (from: readonly number[], to: readonly number[]) => Promise<RoadCells | null>

const partOf =
  (way: WayOut, server: RoadServer, points: readonly Point[], signal: AbortSignal): Part =>
  async (from, to) => {
    const isWhole = from === to
    const asked = isWhole ? from : [...from, ...to]
    const places = asked.map((index) => pointKey(points[index] ?? { lat: 0, lon: 0 })).join(';')
    const url = new URL(`${server.url.replace(/\/+$/, '')}/table/v1/${server.profile}/${places}`)
    url.search = 'annotations=duration,distance&generate_hints=false'
    if (!isWhole)
      url.search += `&sources=${[...from.keys()].join(';')}&destinations=${to.map((_, at) => from.length + at).join(';')}`
    try {
      const { status, body } = await way.get(url, server.inOffice, signal)
      const { code, said } = faultOf(body)
      if (code === 'TooBig' || TOO_LONG.has(status)) return null
      if (status !== 200) throw failed(server, 'roads_refused', said || String(status))
      if (code !== 'Ok' && code !== '') throw failed(server, 'roads_refused', said)
      return tableOf(body, from.length, to.length) ?? Promise.reject(failed(server, 'roads_unreadable'))
    } catch (error) {
      if (error instanceof RoadsError) throw error
      if (way.isNotPublic(error)) throw failed(server, 'roads_in_office')
      throw failed(server, signal.aborted ? 'roads_slow' : 'roads_unreachable')
    }
  }

const groupsOf = (count: number, size: number): number[][] =>
  Array.from({ length: Math.ceil(count / size) }, (_, group) =>
    Array.from({ length: Math.min(size, count - group * size) }, (__, at) => group * size + at),
  )

/** Group by group, each with each; null as soon as one of them is too much. */
const stitched = async (
  part: Part,
  groups: readonly (readonly number[])[],
  count: number,
): Promise<RoadCells | null> => {
  const blank = (): (number | null)[][] => Array.from({ length: count }, () => Array<number | null>(count).fill(null))
  const [seconds, metres] = [blank(), blank()]
  for (const from of groups)
    for (const to of groups) {
      const piece = await part(from, to)
      if (piece === null) return null
      from.forEach((row, at) => {
        to.forEach((column, place) => {
          const [inSeconds, inMetres] = [seconds[row], metres[row]]
          if (inSeconds) inSeconds[column] = piece.seconds[at]?.[place] ?? null
          if (inMetres) inMetres[column] = piece.metres[at]?.[place] ?? null
        })
      })
    }
  return { seconds, metres }
}

/** The table service of OSRM: in one question where the server takes it, in pieces where it does not. */
export const osrmClient = (way: WayOut, patienceMs = PATIENCE_MS): RoadsPort => {
  /** How many points each server took at once, so that its limit is met with once. */
  const limits = new Map<string, number>()
  return {
    table: async (server, points) => {
      const part = partOf(way, server, points, AbortSignal.timeout(patienceMs))
      let limit = limits.get(server.url) ?? CUSTOMARY_POINTS
      for (;;) {
        // Two groups are in each question.
        const size = points.length <= limit ? points.length : Math.floor(limit / 2)
        if (size === 0 || Math.ceil(points.length / size) ** 2 > MOST_QUESTIONS) throw failed(server, 'roads_too_many')
        const found = await stitched(part, groupsOf(points.length, size), points.length)
        if (found !== null) return found
        limit = Math.floor(Math.min(limit, points.length) / 2)
        limits.set(server.url, limit)
      }
    },
  }
}
