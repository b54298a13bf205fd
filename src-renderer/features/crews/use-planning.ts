import { useI18n } from 'vue-i18n'
import type { Visit } from '@shared/contract/crews'
import type { TicketId, VisitId } from '@shared/kernel/ids'
import { useUndo } from '@/app/undo'
import { useWayBack } from '@/app/way-back'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import type { Place } from './board-model'

const ICON = 'i-lucide-calendar-check'

/** Planning, moving and taking off, each with a way back. */
export const usePlanning = () => {
  const { t } = useI18n()
  const client = useClient()
  const { offer } = useUndo()
  const plan = useCommand(client.crews.plan)
  const move = useCommand(client.crews.move)
  const unplan = useCommand(client.crews.unplan)
  const { offerBack } = useWayBack(client.crews.undoPlan)

  const offerUndo = (title: string, undo: () => Promise<unknown>): void => offer({ title, icon: ICON, undo })

  /** The first of the new visits; null when it was refused. */
  const planTickets = async (
    ticketIds: readonly TicketId[],
    place: Place,
    minutes?: number,
  ): Promise<VisitId | null> => {
    const answer = await plan.run({ ticketIds: [...ticketIds], ...place, minutes })
    if (!answer.ok) return null
    const { steps, visitIds } = answer.value
    offerBack(steps, { title: t('crews.planned', { count: steps.length }, steps.length), icon: ICON })
    return visitIds[0] ?? null
  }

  /** Back one by one, first places first: each then finds the order it left. */
  const inOrder = (visits: readonly Visit[]): Visit[] => visits.toSorted((a, b) => a.position - b.position)

  const moveVisits = async (visits: readonly Visit[], place: Place): Promise<boolean> => {
    const answer = await move.run({ visitIds: visits.map(({ id }) => id), ...place })
    if (!answer.ok) return false
    offerUndo(t('crews.moved', { count: visits.length }, visits.length), async () => {
      for (const { id, crewId, day, position } of inOrder(visits))
        await move.run({ visitIds: [id], crewId, day, position })
    })
    return true
  }

  const unplanVisits = async (visits: readonly Visit[]): Promise<boolean> => {
    const answer = await unplan.run({ visitIds: visits.map(({ id }) => id) })
    if (!answer.ok) return false
    offerUndo(t('crews.unplanned', { count: visits.length }, visits.length), async () => {
      for (const { ticket, crewId, day, minutes, position } of inOrder(visits))
        await plan.run({ ticketIds: [ticket.id], crewId, day, minutes, position })
    })
    return true
  }

  return { planTickets, moveVisits, unplanVisits, pending: plan.pending }
}
