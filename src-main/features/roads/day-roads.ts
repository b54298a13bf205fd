import type { RoadAnswer } from '@shared/contract/roads'
import type { CrewSettings } from '@shared/contract/crew-settings'
import { pointKey, straightWays } from '@shared/crews/road-ways'
import { appError, plainDetails } from '@shared/kernel/app-error'
import { type Result, ok } from '@shared/kernel/result'
import type { Point } from '@shared/places/geo'
import { type RoadCells, type RoadServer, RoadsError } from '@main/platform/roads'
import { readSetting } from '../settings/read-setting'
import type { RoadsParts } from './roads-parts'

/** Each point once, in an order that does not hang on the day's: the same stops are the same question. */
const setOf = (points: readonly Point[]): Point[] =>
  [...new Map(points.map((point) => [pointKey(point), point]))]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, point]) => point)

/** Ways that the server does not know become straight lines; undefined when it knows none at all. */
const filled = (cells: RoadCells, points: readonly Point[], settings: CrewSettings) => {
  const straight = straightWays(settings)
  let lines = 0
  const seconds: number[][] = []
  const metres: number[][] = []
  points.forEach((from, row) => {
    const [time, length]: [number[], number[]] = [[], []]
    points.forEach((to, column) => {
      const [known, far] = [cells.seconds[row]?.[column] ?? null, cells.metres[row]?.[column] ?? null]
      const isKnown = row === column || (known !== null && far !== null)
      if (!isKnown) lines += 1
      time.push(isKnown ? (known ?? 0) : straight.seconds(from, to))
      length.push(isKnown ? (far ?? 0) : straight.metres(from, to))
    })
    seconds.push(time)
    metres.push(length)
  })
  const ways = points.length * (points.length - 1)
  return ways > 0 && lines === ways ? undefined : { points, seconds, metres, lines }
}

const elsewhere = ({ url }: RoadServer): RoadsError =>
  new RoadsError(appError('roads_elsewhere', { details: { host: new URL(url).host } }))

/** The whole table of these points, straight lines in its gaps; fails with a `RoadsError`. */
export const askRoads = async (
  parts: Pick<RoadsParts, 'roads'>,
  server: RoadServer,
  points: readonly Point[],
  settings: CrewSettings,
) => {
  const table = filled(await parts.roads.table(server, points), points, settings)
  if (table === undefined) throw elsewhere(server)
  return table
}

/** How far it is between the stops of a day, by roads where the office has a server for them and it answers. */
export const dayRoads = async (parts: RoadsParts, points: readonly Point[]): Promise<Result<RoadAnswer>> => {
  const read = await parts.current.store.read((db) => readSetting(db, 'crews'))
  if (!read.ok) return read
  const settings = read.value
  const { roads: server } = settings
  const set = setOf(points)
  // One stop without a depot has no way to anywhere.
  if (server === null || set.length < 2) return ok({ measure: 'lines', why: null })
  const key = [server.url, server.profile, server.inOffice, ...set.map(pointKey)].join(';')
  try {
    const cells = await parts.kept.table(key, parts.clock.now(), () => parts.roads.table(server, set))
    const table = filled(cells, set, settings)
    if (table === undefined) throw elsewhere(server)
    return ok({ measure: 'roads', ...table, points: [...table.points] })
  } catch (error) {
    if (!(error instanceof RoadsError)) throw error
    parts.logger.warn('straight lines instead of roads', { code: error.error.code })
    return ok({ measure: 'lines', why: { code: error.error.code, details: plainDetails(error.error) } })
  }
}
