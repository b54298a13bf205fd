import { useI18n } from 'vue-i18n'
import type { TicketDetail } from '@shared/contract/tickets'
import type { EntryId } from '@shared/kernel/ids'
import { UNDO_HONOURED_MS } from '@shared/tickets/undo-step'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import { useUndo } from '@/app/undo'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useErrorToast } from '@/client/use-error-toast'
import { STATUS_MARKS } from '@/ui/ticket/marks'

type Stepped = Pick<TicketDetail, 'id' | 'number'>

/** After a step: what the ticket is now, and the way back. `crew` names the new one when only that changed. */
export const useStepUndo = (): ((ticket: Stepped, to: TicketStatus, entryId: EntryId, crew?: string) => void) => {
  const { t } = useI18n()
  const client = useClient()
  const { offer } = useUndo()
  const { showDone } = useErrorToast()
  const undo = useCommand(client.tickets.undoStep)

  return ({ id, number }, to, entryId, crew) =>
    offer({
      title:
        crew === undefined
          ? t('ticket.undo.moved', { number, state: t(`vocabulary.status.${to}`) })
          : t('ticket.undo.assigned', { number, crew }),
      icon: STATUS_MARKS[to].icon,
      keysFor: UNDO_HONOURED_MS,
      undo: async () => {
        const answer = await undo.run({ id, entryId })
        if (answer.ok) showDone(t('ticket.undo.undone', { number }))
      },
    })
}
