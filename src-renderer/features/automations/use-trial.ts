import { onScopeDispose, ref, shallowRef } from 'vue'
import type { Client } from '@shared/contract'
import type { AutomationFields } from '@shared/contract/automations'
import type { AutomationId } from '@shared/kernel/ids'
import { useClient } from '@/client/client'
import { useErrorToast } from '@/client/use-error-toast'

type Piece = Extract<Awaited<ReturnType<Client['automations']['trial']>>, { ok: true }>['value']

export interface TrialSoFar {
  readonly done: number
  readonly total: number
  readonly hits: Piece['hits']
  readonly same: number
  readonly stopped: number
}

/** The last month, piece by piece, for a rule that need not be saved; it can be stopped, and ends with its dialog. */
export const useTrial = () => {
  const client = useClient()
  const { showError } = useErrorToast()
  const soFar = shallowRef<TrialSoFar | null>(null)
  const isRunning = ref(false)
  let asked = 0

  const stop = (): void => {
    asked += 1
    isRunning.value = false
  }
  onScopeDispose(stop)

  const run = async (id: AutomationId | null, fields: AutomationFields): Promise<void> => {
    asked += 1
    const mine = asked
    isRunning.value = true
    soFar.value = null
    for (let from: number | null = 0; from !== null;) {
      const answer = await client.automations.trial({ id, fields, from })
      if (mine !== asked) return
      if (!answer.ok) {
        isRunning.value = false
        return showError(answer.error)
      }
      const { looked, total, hits, same, stopped, next }: Piece = answer.value
      const before: TrialSoFar = soFar.value ?? { done: 0, total, hits: [], same: 0, stopped: 0 }
      soFar.value = {
        done: before.done + looked,
        total,
        hits: [...before.hits, ...hits],
        same: before.same + same,
        stopped: before.stopped + stopped,
      }
      from = next
    }
    isRunning.value = false
  }

  return { soFar, isRunning, run, stop }
}
