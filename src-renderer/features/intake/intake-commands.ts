import { useRoute, useRouter } from 'vue-router'
import type { DeskCommand } from '@/app/commands'
import { useSession } from '@/app/session'

/** What is there on every screen: the form itself, and the receipt of the ticket that is open. */
export const useIntakeCommands = (): readonly DeskCommand[] => {
  const router = useRouter()
  const route = useRoute()
  const session = useSession()
  const openTicket = (): string | null => {
    const { ticketId } = route.params
    return (route.name === 'queue' || route.name === 'ticket') && typeof ticketId === 'string' && ticketId !== ''
      ? ticketId
      : null
  }
  return [
    {
      id: 'intake.new',
      title: 'shell.newTicket',
      group: 'write',
      keys: ['f2'],
      icon: 'i-lucide-plus',
      whileTyping: true,
      needs: ['tickets.create'],
      run: async () => void (await router.push({ name: 'intake' })),
    },
    {
      id: 'ticket.printReceipt',
      title: 'intake.receipt.print',
      group: 'ticket',
      keys: ['mod+p'],
      icon: 'i-lucide-printer',
      whileTyping: true,
      when: () => session.can('tickets.read') && openTicket() !== null,
      run: async () =>
        void (await router.push({ name: 'receipt', params: { ticketId: openTicket() ?? '' }, query: { print: '1' } })),
    },
  ]
}
