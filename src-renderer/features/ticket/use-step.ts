import { ref } from 'vue'
import type { TicketDetail } from '@shared/contract/tickets'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'

type StatusChange = Parameters<ReturnType<typeof useClient>['tickets']['changeStatus']>[0]

/** One step of a ticket that asked something first: `open` until it was taken or given up. */
export const useStep = (ticket: () => TicketDetail, close: () => void) => {
  const client = useClient()
  const command = useCommand(client.tickets.changeStatus)
  const open = ref(true)
  const onOpen = (isOpen: boolean): void => {
    open.value = isOpen
    if (!isOpen) close()
  }
  const take = async (change: Omit<StatusChange, 'id' | 'base'>): Promise<void> => {
    const { id, status } = ticket()
    const answer = await command.run({ id, base: status, ...change })
    if (answer.ok) onOpen(false)
  }
  return { open, onOpen, take, pending: command.pending }
}
