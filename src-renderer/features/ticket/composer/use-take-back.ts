import { useToast } from '@nuxt/ui/composables'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { MessageId, TicketId } from '@shared/kernel/ids'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import type { Face } from './faces'

interface OpenComposer {
  /** Writes what is on screen, so that the engine joins it with what comes back. */
  readonly save: () => Promise<void>
  readonly show: (face: Face) => Promise<void>
  /** What lies in the store now is what it holds. */
  readonly reload: (face: Face) => Promise<void>
}

/** The composers on screen, by ticket: an answer may come back when another ticket, or none, is shown. */
const open = new Map<TicketId, OpenComposer>()

export const registerComposer = (id: TicketId, composer: OpenComposer): (() => void) => {
  open.set(id, composer)
  return () => {
    if (open.get(id) === composer) open.delete(id)
  }
}

/** The composer of a ticket, when it is on screen. */
export const composerOf = (id: TicketId): OpenComposer | undefined => open.get(id)

/** Takes a held answer back: a colleague's into their drafts; one's own into its composer if that is on screen, else into the drafts, with the way there. */
export const useTakeBack = () => {
  const { t } = useI18n()
  const router = useRouter()
  const toast = useToast()
  const undo = useCommand(useClient().messages.undo)

  return async (messageId: MessageId, from: { readonly id: TicketId; readonly number: string }): Promise<void> => {
    await open.get(from.id)?.save()
    const answer = await undo.run({ id: messageId })
    if (!answer.ok) return
    const { face, draftOf } = answer.value
    if (draftOf !== null) {
      toast.add({ title: t('composer.takenBackFor', { number: from.number, name: draftOf }), icon: 'i-lucide-undo-2' })
      return
    }
    const composer = open.get(from.id)
    if (composer) return composer.show(face)
    toast.add({
      title: t('composer.takenBack', { number: from.number }),
      icon: 'i-lucide-undo-2',
      actions: [
        {
          label: t('composer.openTicket'),
          color: 'neutral',
          variant: 'outline',
          onClick: () => void router.push({ name: 'ticket', params: { ticketId: String(from.id) } }),
        },
      ],
    })
  }
}
