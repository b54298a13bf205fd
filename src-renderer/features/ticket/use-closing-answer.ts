import { watchDebounced } from '@vueuse/core'
import { computed, onScopeDispose, reactive, ref } from 'vue'
import { useI18n } from 'vue-i18n'
import type { TicketDetail } from '@shared/contract/tickets'
import type { EntryId, MailboxId, MessageId, TicketId } from '@shared/kernel/ids'
import { answerDraftOf, emptyAnswerDraft } from '@shared/messages/answer-draft'
import { UNDO_OFFERED_MS } from '@shared/tickets/undo-step'
import type { Outcome } from '@shared/tickets/vocabulary'
import { useUndo } from '@/app/undo'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useOnceKey } from '@/client/use-once-key'
import { useAnswerText } from './composer/use-answer-text'
import { isBlank, type Draft } from './composer/use-draft'
import { usePlaceholderValues } from './composer/use-placeholder-values'
import { useRecipients } from './composer/use-recipients'
import { composerOf, useTakeBack } from './composer/use-take-back'

/** How long the fingers must rest before the draft is written. */
const PAUSE_MS = 700

/** Drafts on their way back to the store: a dialog that is opened again at once waits for its own. */
const leaving = new Map<TicketId, Promise<void>>()

interface Closing {
  readonly outcome: Outcome
  readonly note: string
  readonly keepVisits: boolean
}

/**
 * The official answer of a closing dialog. It is the ticket's own draft, taken from the composer and given back to it when
 * the dialog is left; sent, it closes the ticket in the same write, and both are taken back together.
 */
export const useClosingAnswer = (ticket: () => TicketDetail) => {
  const { t } = useI18n()
  const client = useClient()
  const { offer } = useUndo()
  const takeBack = useTakeBack()
  const { id, number } = ticket()
  const reply = useCommand(client.messages.reply, { handles: ['conflict'] })
  const undoStep = useCommand(client.tickets.undoStep)
  const once = useOnceKey()

  const draft = reactive<Draft>({ ...emptyAnswerDraft, files: [], text: '' })
  const recipients = useRecipients(ticket, () => draft)
  const values = usePlaceholderValues(ticket)
  const words = useAnswerText({
    draft: () => draft,
    values: () => values.value,
    answering: recipients,
    isAnswer: () => recipients.template.value === null,
  })
  const seenEntryId = ref(0)
  /** Something came in since the dialog was opened: it was refused once, and goes when it is confirmed again. */
  const hasNews = ref(false)
  let isSent = false
  /** On its way with the answer: a draft written now would lie there again when the answer has left. */
  let isHeld = false
  let kept = ''

  const lookAtTimeline = async (): Promise<void> => {
    const timeline = await client.tickets.timeline({ id })
    if (timeline.ok) seenEntryId.value = timeline.value.entries.at(-1)?.id ?? 0
  }
  const begin = async (): Promise<void> => {
    await leaving.get(id)
    await composerOf(id)?.save()
    const stored = await client.messages.draft({ ticketId: id, face: 'official' })
    if (stored.ok && stored.value.updatedAt !== null && isBlank(draft))
      Object.assign(draft, answerDraftOf(stored.value.data), { text: stored.value.text })
    kept = draft.text
    await lookAtTimeline()
  }
  void begin()

  const save = async (): Promise<void> => {
    if (isSent || isHeld || draft.text === kept) return
    const { text, ...data } = draft
    const saved = await client.messages.saveDraft({
      ticketId: id,
      face: 'official',
      text,
      data: isBlank(draft) ? {} : { ...data },
    })
    if (saved.ok) kept = text
  }
  watchDebounced(
    () => draft.text,
    () => void save(),
    { debounce: PAUSE_MS },
  )
  const giveBack = async (): Promise<void> => {
    await save()
    await composerOf(id)?.reload('official')
  }
  onScopeDispose(() => {
    const going = giveBack().finally(() => {
      if (leaving.get(id) === going) leaving.delete(id)
    })
    leaving.set(id, going)
  })

  /** A place that waits for a word is filled first: with the answer the ticket goes out of sight. */
  const canSend = computed(
    () =>
      recipients.leavingText.value.trim() !== '' && recipients.block.value === null && words.missing.value.length === 0,
  )

  const offerBack = (entryId: EntryId, messageId: MessageId, heldUntil: number | null): void => {
    const left = heldUntil === null ? UNDO_OFFERED_MS : Math.max(1000, heldUntil - Date.now())
    offer({
      title: t(heldUntil === null ? 'ticket.close.closedRecorded' : 'ticket.close.closedHeld', {
        number,
        seconds: Math.round(left / 1000),
      }),
      icon: 'i-lucide-archive',
      for: Math.min(left, UNDO_OFFERED_MS),
      undo: async () => {
        // The step first: an official answer that still stands is not taken from the ticket by it.
        const opened = await undoStep.run({ id, entryId })
        if (opened.ok && heldUntil !== null) await takeBack(messageId, { id, number })
      },
    })
  }

  /** Sends and closes; false when it was refused. */
  const send = async ({ outcome, note, keepVisits }: Closing): Promise<boolean> => {
    const byMail = recipients.via.value === 'email'
    const input = {
      ticketId: id,
      via: recipients.via.value,
      official: true,
      mailboxId: byMail ? (recipients.mailboxId.value as MailboxId) : null,
      to: byMail ? recipients.to.value : [],
      cc: byMail ? recipients.cc.value : [],
      alsoTo: recipients.alsoTo.value,
      text: recipients.leavingText.value,
      template: recipients.templateChoice.value,
      signature: words.signature.value,
      attachments: draft.files.map(({ sha256, name }) => ({ sha256, name })),
      close: { base: ticket().status, outcome, note, keepVisits },
    }
    isHeld = true
    const sent = await reply.run({ ...input, seenEntryId: seenEntryId.value, key: once.keyFor(input) })
    if (!sent.ok) {
      isHeld = false
      if (sent.error.code === 'conflict') {
        hasNews.value = true
        await lookAtTimeline()
      }
      return false
    }
    isSent = true
    once.done()
    const { id: messageId, heldUntil, closedEntryId } = sent.value
    if (closedEntryId !== null) offerBack(closedEntryId, messageId, heldUntil)
    return true
  }

  return {
    text: computed({ get: () => draft.text, set: (value: string) => (draft.text = value) }),
    files: computed(() => draft.files),
    recipients,
    values,
    missing: words.missing,
    fillAgain: words.fillAgain,
    hasNews,
    canSend,
    pending: reply.pending,
    send,
  }
}

export type ClosingAnswer = ReturnType<typeof useClosingAnswer>
