import { computed, ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import { BULK_LOOK, BULK_WRITE, type BulkLeft, type BulkStep } from '@shared/contract/bulk'
import type { Client } from '@shared/contract'
import type { TicketId } from '@shared/kernel/ids'
import type { BulkChange } from '@shared/tickets/bulk'
import { useWayBack } from '@/app/way-back'
import { useClient } from '@/client/client'
import { inPieces } from '@/client/in-pieces'
import { useErrorToast } from '@/client/use-error-toast'

type Preview = Extract<Awaited<ReturnType<Client['bulk']['preview']>>, { ok: true }>['value']

/** One preview of several: a selection may be larger than a call. */
const joined = (parts: readonly Preview[]): Preview => ({
  fit: parts.flatMap(({ fit }) => fit),
  sample: parts.flatMap(({ sample }) => sample).slice(0, parts[0]?.sample.length ?? 0),
  same: parts.reduce((sum, { same }) => sum + same, 0),
  left: parts.flatMap(({ left }) => left),
  visitsOff: parts.reduce((sum, { visitsOff }) => sum + visitsOff, 0),
  unanswered: parts.reduce((sum, { unanswered }) => sum + unanswered, 0),
})

/** A change for a selection of any size: looked at, written in pieces that can be stopped, and taken back. */
export const useBulk = () => {
  const { t } = useI18n()
  const client = useClient()
  const { offerBack } = useWayBack(client.bulk.undo)
  const { showError } = useErrorToast()

  const preview = shallowRef<Preview | null>(null)
  const isLooking = ref(false)
  let asked = 0

  const look = async (ids: readonly TicketId[], change: BulkChange | null): Promise<void> => {
    asked += 1
    const mine = asked
    if (change === null || ids.length === 0) {
      preview.value = null
      isLooking.value = false
      return
    }
    isLooking.value = true
    const parts: Preview[] = []
    for (const piece of inPieces(ids, BULK_LOOK)) {
      const answer = await client.bulk.preview({ ids: piece, change })
      if (mine !== asked) return
      if (!answer.ok) {
        isLooking.value = false
        return showError(answer.error)
      }
      parts.push(answer.value)
    }
    preview.value = joined(parts)
    isLooking.value = false
  }

  const done = ref(0)
  const total = ref(0)
  const isWriting = ref(false)
  const mustStop = ref(false)
  const progress = computed(() => (total.value === 0 ? 0 : Math.round((done.value / total.value) * 100)))

  /** Answers what stayed out; null when it was refused as a whole before anything was written. */
  const apply = async (ids: readonly TicketId[], change: BulkChange): Promise<readonly BulkLeft[] | null> => {
    isWriting.value = true
    mustStop.value = false
    done.value = 0
    total.value = ids.length
    const steps: BulkStep[] = []
    const left: BulkLeft[] = []
    let isRefused = false
    for (const piece of inPieces(ids, BULK_WRITE)) {
      if (mustStop.value) break
      const answer = await client.bulk.apply({ ids: piece, change })
      if (!answer.ok) {
        showError(answer.error)
        isRefused = true
        break
      }
      steps.push(...answer.value.steps)
      left.push(...answer.value.left)
      done.value += piece.length
    }
    isWriting.value = false
    if (steps.length > 0)
      offerBack(steps, {
        title: t('queue.bulk.changed', { count: steps.length }, steps.length),
        icon: 'i-lucide-list-checks',
      })
    return isRefused && steps.length === 0 ? null : left
  }

  return {
    preview,
    isLooking,
    look,
    apply,
    isWriting,
    done,
    total,
    progress,
    stop: (): void => {
      mustStop.value = true
    },
  }
}
