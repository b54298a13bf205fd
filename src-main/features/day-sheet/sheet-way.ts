import type { RoadAnswer } from '@shared/contract/roads'
import { straightWays, tableWays } from '@shared/crews/road-ways'
import { roundLength } from '@shared/crews/round'
import type { Result } from '@shared/kernel/result'
import type { Point } from '@shared/places/geo'
import type { SheetWay } from './sheet-facts'
import type { FoundSheet } from './sheet-queries'

export type DayRoads = (points: readonly Point[]) => Promise<Result<RoadAnswer>>

/** How long the day is on the road, in the order that the paper has. */
export const sheetWay = async (
  ask: DayRoads,
  { stops, settings }: Pick<FoundSheet, 'stops' | 'settings'>,
): Promise<SheetWay | null> => {
  const { depot, roadFactor } = settings
  const points = stops.flatMap(({ point }) => point ?? [])
  if (points.length + (depot === null ? 0 : 1) < 2) return null
  const all = depot === null ? points : [depot, ...points]
  const answer = await ask(all)
  const table = answer.ok && answer.value.measure === 'roads' ? tableWays(answer.value, all) : null
  const ways = table ?? straightWays(settings)
  const isAway = table === null && settings.roads !== null
  return {
    metres: roundLength(points, depot, ways.metres),
    seconds: roundLength(points, depot, ways.seconds),
    measure: table === null ? (isAway ? 'away' : 'lines') : 'roads',
    factor: roadFactor,
  }
}
