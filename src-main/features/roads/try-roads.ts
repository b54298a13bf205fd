import type { InputOf, OutputOf } from '@shared/contract/define'
import type { roads } from '@shared/contract/roads'
import { type Result, err, ok } from '@shared/kernel/result'
import type { Point } from '@shared/places/geo'
import { RoadsError } from '@main/platform/roads'
import { readSetting } from '../settings/read-setting'
import { askRoads } from './day-roads'
import type { RoadsParts } from './roads-parts'

type Test = (typeof roads)['test']

/** From the depot, or the middle of the town, to a place halfway to its edge and back. */
export const tryRoads = async (parts: RoadsParts, { server }: InputOf<Test>): Promise<Result<OutputOf<Test>>> => {
  const read = await parts.current.store.read(async (db) => ({
    crews: await readSetting(db, 'crews'),
    map: await readSetting(db, 'map'),
  }))
  if (!read.ok) return read
  const { crews, map } = read.value
  const [west, south, east, north] = map.bbox
  const middle: Point = { lat: (south + north) / 2, lon: (west + east) / 2 }
  const start = crews.depot ?? middle
  const there: Point = { lat: (middle.lat + south) / 2, lon: (middle.lon + west) / 2 }
  try {
    const { seconds, metres } = await askRoads(parts, server, [start, there], crews)
    const both = (cells: number[][]): number => (cells[0]?.[1] ?? 0) + (cells[1]?.[0] ?? 0)
    return ok({ metres: both(metres), seconds: both(seconds), fromDepot: crews.depot !== null })
  } catch (error) {
    if (error instanceof RoadsError) return err(error.error)
    throw error
  }
}
