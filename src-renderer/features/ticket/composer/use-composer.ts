import { useTimeoutFn } from '@vueuse/core'
import { computed, onScopeDispose, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { TicketDetail, TimelineEntry } from '@shared/contract/tickets'
import type { MailboxId, MessageId } from '@shared/kernel/ids'
import { mergeFiles } from '@shared/messages/answer-draft'
import { useSession } from '@/app/session'
import { useUndo } from '@/app/undo'
import { useClient } from '@/client/client'
import { useStreams } from '@/client/streams'
import { useCommand } from '@/client/use-command'
import { useErrorToast } from '@/client/use-error-toast'
import { useOnceKey } from '@/client/use-once-key'
import { FACE_LOOKS, FACES, type Face } from './faces'
import { useAnswerText } from './use-answer-text'
import { isBlank, useDraft } from './use-draft'
import { useNews } from './use-news'
import { usePlaceholderValues } from './use-placeholder-values'
import { useRecipients } from './use-recipients'
import { registerComposer, useTakeBack } from './use-take-back'

/** Fingers that rested for so long are not writing any more, for the colleagues' eyes. */
const WRITING_MS = 60_000

/** Writing on a ticket: three faces, whom it goes to, what came meanwhile, and the way back of what was sent. */
export const useComposer = (ticket: () => TicketDetail, entries: () => readonly TimelineEntry[]) => {
  const { t } = useI18n()
  const client = useClient()
  const session = useSession()
  const streams = useStreams()
  const { offer } = useUndo()
  const { showError, showDone } = useErrorToast()
  const { id } = ticket()
  const draft = useDraft(id)
  const { drafts } = draft

  const face = ref<Face | null>(null)
  const current = () => drafts[face.value ?? 'reply']
  const answering = useRecipients(ticket, current)
  const values = usePlaceholderValues(ticket)
  const words = useAnswerText({
    draft: current,
    values: () => values.value,
    answering,
    // A template's words are whole as they are.
    isAnswer: () => face.value !== null && face.value !== 'note' && answering.template.value === null,
  })
  const { news, begin, read, seen } = useNews(entries, current)
  const adding = ref(0)
  /** The answer was refused, since something came in between. */
  const stopped = shallowRef(false)

  const reply = useCommand(client.messages.reply, { handles: ['conflict'] })
  const note = useCommand(client.tickets.addNote)
  const once = useOnceKey()
  const pending = computed(() => reply.pending.value || note.pending.value)

  const isWriting = ref(false)
  const { start: stillWriting } = useTimeoutFn(() => (isWriting.value = false), WRITING_MS, { immediate: false })

  const offered = computed(() => FACES.filter((one) => session.can(FACE_LOOKS[one].needs)))
  const text = computed({
    get: () => (face.value === null ? '' : drafts[face.value].text),
    set: (value) => {
      if (face.value === null) return
      drafts[face.value].text = value
      isWriting.value = value.trim() !== ''
      stillWriting()
    },
  })
  const byMail = computed(() => face.value !== 'note' && answering.via.value === 'email')
  /** It waits in the outbox and leaves by itself. */
  const leaves = computed(() => byMail.value || (face.value !== 'note' && answering.byLine.value))
  const leavingText = computed(() => (face.value === 'note' ? text.value : answering.leavingText.value))
  const canSend = computed(
    () =>
      leavingText.value.trim() !== '' &&
      adding.value === 0 &&
      !pending.value &&
      (face.value === 'note' || answering.block.value === null || answering.block.value === 'not_handed'),
  )

  const show = (wanted: Face | null): void => {
    face.value = wanted
    if (wanted === null) isWriting.value = false
    else if (isBlank(drafts[wanted]) || drafts[wanted].seenEntryId === null) begin()
  }

  const takeBack = useTakeBack()
  onScopeDispose(
    registerComposer(id, {
      save: draft.save,
      reload: draft.reload,
      show: async (wanted) => {
        await draft.reload(wanted)
        show(wanted)
      },
    }),
  )

  const offerUndo = (messageId: MessageId, heldUntil: number): void => {
    const { number } = ticket()
    const left = Math.max(1000, heldUntil - Date.now())
    offer({
      title: t('composer.held', { seconds: Math.round(left / 1000) }),
      icon: 'i-lucide-hourglass',
      color: 'neutral',
      for: left,
      undo: () => void takeBack(messageId, { id, number }),
    })
  }

  const finish = (from: Face): void => {
    once.done()
    draft.sent(from)
    draft.release(from)
    show(null)
  }

  const attachmentsOf = (from: Face) => drafts[from].files.map(({ sha256, name }) => ({ sha256, name }))

  const sendReply = async (from: Face): Promise<void> => {
    const answer = {
      ticketId: id,
      via: answering.via.value,
      official: from === 'official',
      mailboxId: byMail.value ? (answering.mailboxId.value as MailboxId) : null,
      to: byMail.value ? answering.to.value : [],
      cc: byMail.value ? answering.cc.value : [],
      alsoTo: answering.alsoTo.value,
      text: leavingText.value,
      template: answering.templateChoice.value,
      signature: words.signature.value,
      attachments: attachmentsOf(from),
    }
    draft.hold(from)
    const sent = await reply.run({ ...answer, seenEntryId: seen(), key: once.keyFor(answer) })
    if (!sent.ok) {
      stopped.value = sent.error.code === 'conflict'
      return draft.release(from)
    }
    if (sent.value.heldUntil !== null) offerUndo(sent.value.id, sent.value.heldUntil)
    else showDone(t('composer.recorded'))
    finish(from)
  }

  /** `asIs`: a person has seen what still waits for a word, and sends it all the same. */
  const send = async (asIs = false): Promise<void> => {
    const from = face.value
    if (from === null || !canSend.value) return
    if (!asIs && words.missing.value.length > 0) {
      words.isAskingMissing.value = true
      return
    }
    // The first time it goes to the clipboard; when it has left from the telephone, a person says so.
    if (from !== 'note' && answering.block.value === 'not_handed') return answering.handOver()
    if (from !== 'note') return sendReply(from)
    const input = { id, text: text.value, attachments: attachmentsOf('note') }
    draft.hold('note')
    const answer = await note.run({ ...input, key: once.keyFor(input) })
    if (answer.ok) finish('note')
    else draft.release('note')
  }

  const addFiles = async (list: Iterable<File>): Promise<void> => {
    const into = face.value
    if (into === null) return
    for (const file of list) {
      adding.value += 1
      const answer = await streams.putFile(file)
      adding.value -= 1
      if (answer.ok) drafts[into].files = mergeFiles(drafts[into].files, [answer.value])
      else showError(answer.error)
    }
  }
  const removeFile = (sha256: string): void => {
    current().files = current().files.filter((file) => file.sha256 !== sha256)
  }

  return {
    ...answering,
    ...words,
    values,
    face,
    text,
    adding,
    stopped,
    offered,
    byMail,
    leaves,
    canSend,
    pending,
    drafts,
    savedAt: computed(() => (face.value === null ? null : draft.savedAt[face.value])),
    news,
    readNews: read,
    isWriting,
    show,
    put: draft.put,
    send,
    takeBack: (messageId: MessageId) => takeBack(messageId, { id, number: ticket().number }),
    addFiles,
    removeFile,
  }
}

export type Composer = ReturnType<typeof useComposer>
