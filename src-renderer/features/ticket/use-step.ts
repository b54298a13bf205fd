import { computed, ref } from 'vue'
import type { TicketDetail } from '@shared/contract/tickets'
import { visitsAtStep } from '@shared/crews/planned-visits'
import type { Day } from '@shared/kernel/instant'
import type { Outcome, TicketStatus } from '@shared/tickets/vocabulary'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useStepUndo } from './use-step-undo'

type StatusChange = Parameters<ReturnType<typeof useClient>['tickets']['changeStatus']>[0]

/** Where a dialog would lead with what is chosen in it now. */
interface StepChosen {
  readonly to: TicketStatus
  readonly outcome?: Outcome | null
  readonly waitingUntil?: Day | null
}

/**
 * One step of a ticket that asked something first: `open` until it was taken or given up, and what it does to planned
 * visits with what is chosen so far.
 */
export const useStep = (ticket: () => TicketDetail, close: () => void, chosen: () => StepChosen) => {
  const client = useClient()
  const command = useCommand(client.tickets.changeStatus)
  const offerUndo = useStepUndo()
  const open = ref(true)
  const onOpen = (isOpen: boolean): void => {
    open.value = isOpen
    if (!isOpen) close()
  }
  const keepVisits = ref(false)
  const visits = computed(() => {
    const { to, outcome = null, waitingUntil = null } = chosen()
    const { status, plannedVisits } = ticket()
    return visitsAtStep({ from: status, to, outcome, waitingUntil }, plannedVisits)
  })
  const take = async (more: Omit<StatusChange, 'id' | 'base' | 'to' | 'keepVisits'>): Promise<void> => {
    const { id, status, number } = ticket()
    const keep = keepVisits.value && visits.value.mayKeep
    const answer = await command.run({ id, base: status, ...chosen(), keepVisits: keep, ...more })
    if (!answer.ok) return
    offerUndo({ id, number }, chosen().to, answer.value.entryId)
    onOpen(false)
  }
  return { open, onOpen, take, pending: command.pending, visits, keepVisits }
}
