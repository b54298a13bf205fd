import { computed, reactive, ref, shallowRef, watch } from 'vue'
import { useI18n } from 'vue-i18n'
import type { TicketDetail } from '@shared/contract/tickets'
import type { MailboxId, MessageId } from '@shared/kernel/ids'
import { useSession } from '@/app/session'
import { useUndo } from '@/app/undo'
import { useClient } from '@/client/client'
import { useStreams } from '@/client/streams'
import { useCommand } from '@/client/use-command'
import { useErrorToast } from '@/client/use-error-toast'
import { useQuery } from '@/client/use-query'
import { FACE_LOOKS, FACES, type Face } from './faces'
import { useDraft } from './use-draft'

type Via = 'email' | 'phone' | 'counter'
interface AddedFile {
  readonly sha256: string
  readonly name: string
}

/** Writing on a ticket: three faces, whom it goes to, and the moment in which a reply can be taken back. */
export const useComposer = (ticket: () => TicketDetail, seen: () => number) => {
  const { t } = useI18n()
  const client = useClient()
  const session = useSession()
  const streams = useStreams()
  const { offer } = useUndo()
  const { showError, showDone } = useErrorToast()
  const { id } = ticket()
  const draft = useDraft(id)

  const face = ref<Face | null>(null)
  const via = ref<Via>('email')
  const to = ref<string[]>([])
  const cc = ref<string[]>([])
  /** `0` while no mailbox is known. */
  const mailboxId = ref<number>(0)
  const files = reactive<Record<Face, AddedFile[]>>({ reply: [], note: [], official: [] })
  const adding = ref(0)
  /** The entry that the writer had not read when the reply was refused; null while nothing came in between. */
  const stopped = shallowRef(false)

  const recipients = useQuery(() => client.messages.recipients({ ticketId: id }), {
    watch: () => ticket().contact?.id,
    enabled: () => session.can('tickets.reply'),
  })
  watch(recipients.data, (found) => {
    if (!found) return
    if (to.value.length === 0) to.value = [...found.to]
    if (cc.value.length === 0) cc.value = [...found.cc]
    mailboxId.value ||= (found.mailboxes.find((box) => box.isDefault) ?? found.mailboxes[0])?.id ?? 0
    if (!found.canMail) via.value = 'phone'
  })

  const reply = useCommand(client.messages.reply, { handles: ['conflict'] })
  const note = useCommand(client.tickets.addNote)
  const undo = useCommand(client.messages.undo)
  const pending = computed(() => reply.pending.value || note.pending.value)

  const offered = computed(() => FACES.filter((one) => session.can(FACE_LOOKS[one].needs)))
  const text = computed({
    get: () => (face.value === null ? '' : draft.texts[face.value]),
    set: (value) => {
      if (face.value === null) return
      draft.touch(face.value)
      draft.texts[face.value] = value
    },
  })
  const byMail = computed(() => face.value !== 'note' && via.value === 'email')
  const canSend = computed(
    () =>
      text.value.trim() !== '' &&
      adding.value === 0 &&
      !pending.value &&
      (!byMail.value || (to.value.length > 0 && mailboxId.value !== 0)),
  )

  /** A held reply comes back into the box that it was written in, with its files. */
  const takeBack = async (messageId: MessageId, from: Face, sentFiles: readonly AddedFile[] = []): Promise<void> => {
    const answer = await undo.run({ id: messageId })
    if (!answer.ok) return
    draft.put(from, answer.value.text)
    const names = new Set(sentFiles.map(({ sha256 }) => sha256))
    files[from] = [...sentFiles, ...files[from].filter(({ sha256 }) => !names.has(sha256))]
    face.value = from
  }

  const offerUndo = (messageId: MessageId, heldUntil: number, from: Face): void => {
    const sentFiles = files[from]
    const left = Math.max(1000, heldUntil - Date.now())
    offer({
      title: t('composer.held', { seconds: Math.round(left / 1000) }),
      icon: 'i-lucide-hourglass',
      color: 'neutral',
      for: left,
      undo: () => void takeBack(messageId, from, sentFiles),
    })
  }

  const finish = (from: Face): void => {
    draft.sent(from)
    files[from] = []
    face.value = null
  }

  const sendReply = async (from: Face): Promise<void> => {
    const answer = await reply.run({
      ticketId: id,
      via: via.value,
      official: from === 'official',
      mailboxId: byMail.value ? (mailboxId.value as MailboxId) : null,
      to: byMail.value ? to.value : [],
      cc: byMail.value ? cc.value : [],
      text: text.value,
      attachments: files[from],
      seenEntryId: seen(),
    })
    if (!answer.ok) {
      stopped.value = answer.error.code === 'conflict'
      return
    }
    if (answer.value.heldUntil !== null) offerUndo(answer.value.id, answer.value.heldUntil, from)
    else showDone(t('composer.recorded'))
    finish(from)
  }

  const send = async (): Promise<void> => {
    const from = face.value
    if (from === null || !canSend.value) return
    if (from !== 'note') return sendReply(from)
    const answer = await note.run({ id, text: text.value, attachments: files.note })
    if (!answer.ok) return
    await client.messages.saveDraft({ ticketId: id, face: 'note', text: '' })
    finish('note')
  }

  const addFiles = async (list: Iterable<File>): Promise<void> => {
    const into = face.value
    if (into === null) return
    for (const file of list) {
      adding.value += 1
      const answer = await streams.putFile(file)
      adding.value -= 1
      if (answer.ok)
        files[into] = [...files[into].filter((other) => other.sha256 !== answer.value.sha256), answer.value]
      else showError(answer.error)
    }
  }

  return {
    face,
    via,
    to,
    cc,
    mailboxId,
    text,
    files,
    adding,
    stopped,
    recipients: recipients.data,
    offered,
    byMail,
    canSend,
    pending,
    draft,
    send,
    takeBack,
    addFiles,
  }
}

export type Composer = ReturnType<typeof useComposer>
