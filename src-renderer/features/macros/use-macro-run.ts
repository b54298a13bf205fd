import { ref, shallowRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Client } from '@shared/contract'
import { BULK_LOOK, BULK_WRITE, type BulkStep } from '@shared/contract/bulk'
import type { Macro, MacroLeft } from '@shared/contract/macros'
import type { AppError } from '@shared/kernel/app-error'
import type { TicketId } from '@shared/kernel/ids'
import { UNDO_OFFERED_MS } from '@shared/tickets/undo-step'
import { useCatalog } from '@/app/catalog'
import { useWayBack } from '@/app/way-back'
import { useClient } from '@/client/client'
import { inPieces } from '@/client/in-pieces'
import { useErrorToast } from '@/client/use-error-toast'

export type MacroLook = Extract<Awaited<ReturnType<Client['macros']['preview']>>, { ok: true }>['value']

/** What one macro would do to a selection of any size, and doing it; the way back is offered afterwards. */
export const useMacroRun = () => {
  const { t } = useI18n()
  const client = useClient()
  const { catalog } = useCatalog()
  const { offerBack } = useWayBack(client.macros.undo)
  const { showError, showDone } = useErrorToast()

  const look = shallowRef<MacroLook | null>(null)
  const refused = shallowRef<AppError | null>(null)
  const isLooking = ref(false)
  let asked = 0

  const lookAt = async (macro: Macro | null, ids: readonly TicketId[]): Promise<void> => {
    asked += 1
    const mine = asked
    look.value = null
    refused.value = null
    isLooking.value = macro !== null
    if (macro === null) return
    const parts: MacroLook[] = []
    for (const ticketIds of inPieces(ids, BULK_LOOK)) {
      const answer = await client.macros.preview({ id: macro.id, ticketIds })
      if (mine !== asked) return
      if (!answer.ok) {
        refused.value = answer.error
        isLooking.value = false
        return
      }
      parts.push(answer.value)
    }
    const [first] = parts
    if (first)
      look.value = {
        ...first,
        sample: parts.flatMap(({ sample }) => sample).slice(0, 6),
        fit: parts.flatMap(({ fit }) => fit),
        left: parts.flatMap(({ left }) => left),
        same: parts.reduce((sum, { same }) => sum + same, 0),
        visitsOff: parts.reduce((sum, { visitsOff }) => sum + visitsOff, 0),
        answer: parts.find(({ answer }) => answer !== null)?.answer ?? null,
      }
    isLooking.value = false
  }

  const isRunning = ref(false)
  const done = ref(0)
  const mustStop = ref(false)

  /** A mail leaves when its seconds are over: the way back closes with it. */
  const offer = (macro: Macro, steps: readonly BulkStep[]): void => {
    const title = t('macros.done', { name: macro.name, count: steps.length }, steps.length)
    const sends = macro.actions.answer?.send === true
    const held = sends ? (catalog.value?.undoSeconds ?? 0) * 1000 : UNDO_OFFERED_MS
    if (held <= 0) return showDone(title)
    offerBack(steps, { title, icon: 'i-lucide-zap', for: Math.min(held, UNDO_OFFERED_MS) })
  }

  /** Answers what stayed out; null when it was refused as a whole before anything was written. */
  const run = async (
    macro: Macro,
    ids: readonly TicketId[],
    seenEntryId: number | null,
  ): Promise<readonly MacroLeft[] | null> => {
    isRunning.value = true
    mustStop.value = false
    done.value = 0
    const steps: BulkStep[] = []
    const left: MacroLeft[] = []
    let isRefused = false
    for (const ticketIds of inPieces(ids, BULK_WRITE)) {
      if (mustStop.value) break
      const answer = await client.macros.run({ id: macro.id, ticketIds, seenEntryId })
      if (!answer.ok) {
        showError(answer.error)
        isRefused = true
        break
      }
      steps.push(...answer.value.steps)
      left.push(...answer.value.left)
      done.value += ticketIds.length
    }
    isRunning.value = false
    if (steps.length > 0) offer(macro, steps)
    return isRefused && steps.length === 0 ? null : left
  }

  return {
    look,
    refused,
    isLooking,
    lookAt,
    run,
    isRunning,
    done,
    stop: (): void => {
      mustStop.value = true
    },
  }
}
