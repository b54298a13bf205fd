import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import type { TicketId } from '@shared/kernel/ids'
import { answerDraftOf, emptyAnswerDraft, mergeFiles } from '@shared/messages/answer-draft'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'

/** The receipt as a file of the answer: laid into what is being written to the citizen, and sent by a person like any other. */
export const useReceiptLetter = () => {
  const { t, locale } = useI18n()
  const client = useClient()
  const router = useRouter()
  const session = useSession()
  const make = useCommand(client.tickets.receiptFile)
  const save = useCommand(client.messages.saveDraft)

  const write = async (
    ticketId: TicketId,
    receipt: { readonly number: string; readonly trackingCode: string },
  ): Promise<void> => {
    const made = await make.run({ id: ticketId, language: locale.value === 'en' ? 'en' : 'it' })
    if (!made.ok) return
    const before = await client.messages.draft({ ticketId, face: 'reply' })
    const draft = before.ok && before.value.updatedAt !== null ? before.value : { text: '', data: emptyAnswerDraft }
    const data = answerDraftOf(draft.data)
    const saved = await save.run({
      ticketId,
      face: 'reply',
      text: draft.text.trim() === '' ? t('intake.receipt.letter', { ...receipt }) : draft.text,
      // A paper goes by mail: who has no address yet is asked for one there.
      data: { ...data, via: data.via ?? 'email', files: mergeFiles(data.files, [made.value]) },
    })
    if (saved.ok)
      await router.push({ name: 'ticket', params: { ticketId: String(ticketId) }, query: { scrivi: 'risposta' } })
  }
  return { write, pending: make.pending, may: () => session.can('tickets.reply') }
}
