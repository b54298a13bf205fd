import type { Client } from '@shared/contract'
import type { Visit } from '@shared/contract/crews'
import type { VisitId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import { type Result, ok } from '@shared/kernel/result'
import type { DayWork } from './use-crew-fit'

type Board = Extract<Awaited<ReturnType<Client['crews']['board']>>, { ok: true }>['value']

/** The crews' days with everything that fills them, as the board's own bars count it: visits, and rounds beside them. */
export const readDayWork = async (
  client: Client,
  from: Day,
  days: number,
): Promise<Result<Board & { readonly work: readonly (DayWork & { readonly id: VisitId | null })[] }>> => {
  const [board, rounds] = await Promise.all([client.crews.board({ from, days }), client.rounds.board({ from, days })])
  if (!board.ok) return board
  const times = rounds.ok ? rounds.value.times : []
  const ofRounds = times.map(({ crewId, day, minutes, doneAt }) => ({
    id: null,
    crewId,
    day,
    minutes,
    status: (doneAt === null ? 'planned' : 'done') as Visit['status'],
  }))
  return ok({ ...board.value, work: [...board.value.visits, ...ofRounds] })
}
