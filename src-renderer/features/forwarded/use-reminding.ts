import { useI18n } from 'vue-i18n'
import type { ForwardingId } from '@shared/kernel/ids'
import { useUndo } from '@/app/undo'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useErrorToast } from '@/client/use-error-toast'
import { useOnceKey } from '@/client/use-once-key'
import { useCatalog } from '@/app/catalog'

/** Sends reminders, says what could not be sent, and offers the way back while they are held. */
export const useReminding = () => {
  const { t } = useI18n()
  const client = useClient()
  const { offer } = useUndo()
  const { catalog } = useCatalog()
  const { showDone } = useErrorToast()
  const remind = useCommand(client.forwarding.remind)
  const back = useCommand(client.forwarding.takeBack)
  const once = useOnceKey()

  /** True when the question has been answered, whatever came of it. */
  const send = async (ids: readonly ForwardingId[], text: string | null): Promise<boolean> => {
    const input = { ids: [...ids], text }
    const answer = await remind.run({ ...input, key: once.keyFor(input) })
    if (!answer.ok) return false
    once.done()
    const { sent, left } = answer.value
    const why = [
      ...new Set(left.map((one) => t(`forwarding.left.${one.code}`, { body: one.body, number: one.number }))),
    ].join('; ')
    if (sent.length === 0) {
      showDone(t('forwarding.remind.none', { why }))
      return true
    }
    const title = t('forwarding.remind.sent', { count: sent.length }, sent.length)
    offer({
      title:
        left.length === 0
          ? title
          : `${title}. ${t('forwarding.remind.left', { count: left.length, why }, left.length)}`,
      icon: 'i-lucide-bell-ring',
      for: Math.max(1, catalog.value?.undoSeconds ?? 1) * 1000,
      undo: async () => {
        const taken = await back.run({ messageIds: sent.map(({ messageId }) => messageId) })
        if (!taken.ok) return
        const { taken: count } = taken.value
        showDone(count === 0 ? t('forwarding.tooLate') : t('forwarding.takenBack', { count }, count))
      },
    })
    return true
  }
  return { send, pending: remind.pending }
}
