import { type RoundStop, shortestRound } from '@shared/crews/round'
import type { TicketId } from '@shared/kernel/ids'
import type { Point } from '@shared/places/geo'

export type PlanStop = RoundStop<TicketId>

/** More stops are no crew's day: for them a round is not worth the page's waiting. */
const MAX_ROUND = 40

/** Tickets in the order in which a crew would go: as the board's proposed round, from the depot and urgent ones first. */
export const planOrder = (
  ids: readonly TicketId[],
  stops: readonly PlanStop[],
  depot: Point | null,
): readonly TicketId[] => {
  const known = new Map(stops.map((stop) => [stop.id, stop]))
  const wanted = ids.map((id): PlanStop => known.get(id) ?? { id, point: null, urgent: false })
  if (wanted.length <= MAX_ROUND) return shortestRound(wanted, depot).order
  return [...wanted.filter(({ urgent }) => urgent), ...wanted.filter(({ urgent }) => !urgent)].map(({ id }) => id)
}
