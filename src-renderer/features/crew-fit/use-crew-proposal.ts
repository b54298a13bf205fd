import { addDays } from '@shared/deadlines/zone'
import type { TicketDetail } from '@shared/contract/tickets'
import type { CrewProposal } from '@shared/crews/fit'
import type { CrewId } from '@shared/kernel/ids'
import { officeToday } from '@/app/formats'
import { useClient } from '@/client/client'
import { useCrewFit } from './use-crew-fit'

const WEEK = 7

/** Of the week from tomorrow on, the crew and day that fit a ticket best, as the board proposes them; null for none. */
export const useCrewProposal = () => {
  const client = useClient()
  const fit = useCrewFit()
  return async (
    { categoryId, place: { districtId } }: Pick<TicketDetail, 'categoryId' | 'place'>,
    minutes: number,
  ): Promise<CrewProposal<CrewId> | null> => {
    const from = addDays(officeToday(), 1)
    const board = await client.crews.board({ from, days: WEEK })
    if (!board.ok) return null
    const days = Array.from({ length: WEEK }, (_, index) => addDays(from, index))
    return fit.propose({ ...board.value, days }, { categoryId, districtId }, from, minutes)
  }
}
