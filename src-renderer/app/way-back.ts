import { useI18n } from 'vue-i18n'
import { BULK_WRITE, type BulkLeft, type BulkStep } from '@shared/contract/bulk'
import type { Result } from '@shared/kernel/result'
import { UNDO_HONOURED_MS } from '@shared/tickets/undo-step'
import { inPieces } from '@/client/in-pieces'
import { useErrorToast } from '@/client/use-error-toast'
import { type UndoOffer, useUndo } from './undo'

type Undo = (input: {
  steps: BulkStep[]
}) => Promise<Result<{ readonly undone: number; readonly left: readonly BulkLeft[] }>>

/** After a change of many tickets: what was done, and the way back for each; what was worked on since is named. */
export const useWayBack = (undo: Undo) => {
  const { t } = useI18n()
  const { offer } = useUndo()
  const { showError, showDone } = useErrorToast()

  /** Last pieces first, as they were written. */
  const takeBack = async (steps: readonly BulkStep[]): Promise<void> => {
    let undone = 0
    const kept: BulkLeft[] = []
    for (const piece of inPieces(steps, BULK_WRITE).toReversed()) {
      const answer = await undo({ steps: piece })
      if (!answer.ok) return showError(answer.error)
      undone += answer.value.undone
      kept.push(...answer.value.left)
    }
    const words = [t('queue.bulk.undone', { count: undone }, undone)]
    if (kept.length > 0) words.push(t('queue.bulk.kept', { numbers: kept.map(({ number }) => number).join(', ') }))
    showDone(words.join(' '))
  }

  return {
    offerBack: (steps: readonly BulkStep[], said: Omit<UndoOffer, 'undo'>): void =>
      offer({
        ...(said.for === undefined ? { keysFor: UNDO_HONOURED_MS } : {}),
        ...said,
        undo: () => takeBack(steps),
      }),
  }
}
