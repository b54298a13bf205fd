import { addDays } from '@shared/deadlines/zone'
import { type Day, asInstant } from '@shared/kernel/instant'
import type { TicketDetail } from '@shared/contract/tickets'
import { officeToday } from '@/app/formats'
import { useClient } from '@/client/client'
import { readDayWork } from './read-day-work'
import { NOT_PROPOSED, type Proposed, useCrewFit } from './use-crew-fit'

const WEEK = 7

interface Wanted {
  /** How long each visit would take. */
  readonly minutes: number
  readonly count?: number
  /** Today when left out. */
  readonly from?: Day
}

/**
 * Of a week, the crew and day that fit tickets best, if one has room for them. Of several the first one speaks. Today is one of its
 * days while the crews have half of it before them.
 */
export const useCrewProposal = () => {
  const client = useClient()
  const fit = useCrewFit()
  return async (
    ticket: Pick<TicketDetail, 'categoryId'> & Pick<TicketDetail['place'], 'districtId'>,
    { minutes, count = 1, from = officeToday() }: Wanted,
  ): Promise<Proposed> => {
    const board = await readDayWork(client, from, WEEK)
    if (!board.ok) return NOT_PROPOSED
    const days = Array.from({ length: WEEK }, (_, index) => addDays(from, index))
    const moment = { now: asInstant(Date.now()), today: officeToday() }
    return fit.propose({ ...board.value, ...moment, days }, ticket, minutes, count)
  }
}
