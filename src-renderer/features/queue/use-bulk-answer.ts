import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Client } from '@shared/contract'
import type { BulkLeft } from '@shared/contract/bulk'
import { ANSWER_MANY, type ManyAnswer, type ManySent } from '@shared/contract/messages'
import type { TicketId } from '@shared/kernel/ids'
import { UNDO_OFFERED_MS } from '@shared/tickets/undo-step'
import { useUndo } from '@/app/undo'
import { useClient } from '@/client/client'
import { inPieces } from '@/client/in-pieces'
import { useErrorToast } from '@/client/use-error-toast'
import { useOnceKey } from '@/client/use-once-key'

type Look = Extract<Awaited<ReturnType<Client['messages']['previewMany']>>, { ok: true }>['value']

const joined = (parts: readonly Look[]): Look => ({
  fit: parts.flatMap(({ fit }) => fit),
  byVoice: parts.flatMap(({ byVoice }) => byVoice),
  sample: parts.find(({ sample }) => sample !== null)?.sample ?? null,
  missing: [...new Set(parts.flatMap(({ missing }) => missing))],
  left: parts.flatMap(({ left }) => left),
  visitsOff: parts.reduce((sum, { visitsOff }) => sum + visitsOff, 0),
  // What came in between two pieces is news to all of them.
  seenEntryId: parts[0]?.seenEntryId ?? 0,
})

/** One answer for a selection of any size: read as the first citizen would, sent in pieces, and taken back. */
export const useBulkAnswer = () => {
  const { t } = useI18n()
  const client = useClient()
  const { offer } = useUndo()
  const { showError, showDone } = useErrorToast()
  const once = useOnceKey()

  const look = shallowRef<Look | null>(null)
  const isLooking = ref(false)
  let asked = 0

  const preview = async (ids: readonly TicketId[], answer: ManyAnswer | null): Promise<void> => {
    asked += 1
    const mine = asked
    if (answer === null) {
      look.value = null
      isLooking.value = false
      return
    }
    isLooking.value = true
    const parts: Look[] = []
    for (const piece of inPieces(ids, ANSWER_MANY)) {
      const seen = await client.messages.previewMany({ ids: piece, answer })
      if (mine !== asked) return
      if (!seen.ok) {
        isLooking.value = false
        return showError(seen.error)
      }
      parts.push(seen.value)
    }
    look.value = joined(parts)
    isLooking.value = false
  }

  const done = ref(0)
  const total = ref(0)
  const isWriting = ref(false)
  const mustStop = ref(false)

  const takeBack = async (sent: readonly ManySent[]): Promise<void> => {
    let undone = 0
    const kept: BulkLeft[] = []
    for (const piece of inPieces(sent, ANSWER_MANY).toReversed()) {
      const answer = await client.messages.undoMany({ sent: piece })
      if (!answer.ok) return showError(answer.error)
      undone += answer.value.undone
      kept.push(...answer.value.left)
    }
    const words = [t('queue.answer.undone', { count: undone }, undone)]
    if (kept.length > 0) words.push(t('queue.answer.kept', { numbers: kept.map(({ number }) => number).join(', ') }))
    showDone(words.join(' '))
  }

  /** What leaves by mail, and who is to be called: nobody is told that a call has left. */
  const saidOf = (sent: readonly ManySent[]): string => {
    const calls = sent.filter(({ callbackId }) => callbackId !== null).length
    const mails = sent.length - calls
    return [
      mails > 0 || calls === 0 ? t('queue.answer.sent', { count: mails }, mails) : '',
      calls > 0 ? t('queue.answer.toCall', { count: calls }, calls) : '',
    ]
      .filter(Boolean)
      .join(' · ')
  }

  const offerBack = (sent: readonly ManySent[], heldUntil: number): void =>
    offer({
      title: saidOf(sent),
      icon: 'i-lucide-mails',
      // A second before the first may leave.
      for: Math.min(UNDO_OFFERED_MS, Math.max(1000, heldUntil - Date.now() - 1000)),
      undo: () => takeBack(sent),
    })

  /** Answers what stayed out; null when it was refused as a whole before anything was written. */
  const send = async (ids: readonly TicketId[], answer: ManyAnswer): Promise<readonly BulkLeft[] | null> => {
    isWriting.value = true
    mustStop.value = false
    done.value = 0
    total.value = ids.length
    const sent: ManySent[] = []
    const left: BulkLeft[] = []
    const seenEntryId = look.value?.seenEntryId ?? 0
    let heldUntil = 0
    let isRefused = false
    for (const piece of inPieces(ids, ANSWER_MANY)) {
      if (mustStop.value) break
      const input = { ids: piece, answer, seenEntryId }
      const written = await client.messages.replyMany({ ...input, key: once.keyFor(input) })
      if (!written.ok) {
        showError(written.error)
        isRefused = true
        break
      }
      once.done()
      sent.push(...written.value.sent)
      left.push(...written.value.left)
      heldUntil ||= written.value.heldUntil
      done.value += piece.length
    }
    isWriting.value = false
    if (sent.length > 0) offerBack(sent, heldUntil)
    return isRefused && sent.length === 0 ? null : left
  }

  return {
    look,
    isLooking,
    preview,
    send,
    isWriting,
    done,
    total,
    progress: computed(() => (total.value === 0 ? 0 : Math.round((done.value / total.value) * 100))),
    stop: (): void => {
      mustStop.value = true
    },
  }
}
