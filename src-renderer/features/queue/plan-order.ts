import { type RoundStop, type Way, shortestRound } from '@shared/crews/round'
import type { TicketId } from '@shared/kernel/ids'
import type { Point } from '@shared/places/geo'

export type PlanStop = RoundStop<TicketId>

/** More stops are no crew's day: for them a round is not worth the page's waiting. */
const MAX_ROUND = 40

/** What is to be put in order, and the depot that the crew sets out from. */
export interface StopsToOrder {
  readonly stops: readonly PlanStop[]
  readonly depot: Point | null
}

export const stopsOf = (ids: readonly TicketId[], known: readonly PlanStop[], depot: Point | null): StopsToOrder => {
  const byId = new Map(known.map((stop) => [stop.id, stop]))
  return { stops: ids.map((id): PlanStop => byId.get(id) ?? { id, point: null, urgent: false }), depot }
}

/** The points between which the ways have to be known; none where no round is looked for. */
export const pointsToOrder = ({ stops, depot }: StopsToOrder): readonly Point[] => {
  const points = stops.flatMap(({ point }) => point ?? [])
  return stops.length > MAX_ROUND || points.length < 2 ? [] : depot === null ? points : [depot, ...points]
}

/** Tickets in the order in which a crew would go: as the board's proposed round, from the depot and urgent ones first. */
export const planOrder = ({ stops, depot }: StopsToOrder, way?: Way): readonly TicketId[] => {
  if (stops.length <= MAX_ROUND) return shortestRound(stops, depot, way).order
  return [...stops.filter(({ urgent }) => urgent), ...stops.filter(({ urgent }) => !urgent)].map(({ id }) => id)
}
