import { createSharedComposable } from '@vueuse/core'
import { computed } from 'vue'
import { useI18n } from 'vue-i18n'
import type { OpenStorm, StormProposal } from '@shared/contract/storms'
import type { StormId, TicketId } from '@shared/kernel/ids'
import { useSession } from '@/app/session'
import { useUndo } from '@/app/undo'
import { useClient } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useQuery } from '@/client/use-query'

/** News of a storm brings another look at most this often: every report of it is news. */
const REST_MS = 3000

/** What there is to take up and what is open: asked once for the banner and the room. */
export const useStorms = createSharedComposable(() => {
  const client = useClient()
  const session = useSession()
  const { data, error, refresh } = useQuery(() => client.storms.look({}), {
    entities: ['storms', 'tickets', 'settings', 'categories'],
    restMs: REST_MS,
    enabled: () => session.can('tickets.read'),
  })
  return {
    proposals: computed((): readonly StormProposal[] | undefined => data.value?.proposals),
    open: computed((): readonly OpenStorm[] | undefined => data.value?.open),
    error,
    refresh,
  }
})

/** Joining and leaving, each with the way back. */
export const useStormSteps = () => {
  const { t } = useI18n()
  const client = useClient()
  const { offer } = useUndo()
  const join = useCommand(client.storms.join)
  const takeOut = useCommand(client.storms.takeOut)
  const dismiss = useCommand(client.storms.dismiss)
  const recall = useCommand(client.storms.recall)

  const joinAll = async (storm: { readonly id: StormId; readonly name: string }, ids: readonly TicketId[]) => {
    const answer = await join.run({ id: storm.id, ticketIds: [...ids] })
    if (!answer.ok) return
    const { ticketIds } = answer.value
    if (ticketIds.length === 0) return
    offer({
      title: t('storms.joined', { count: ticketIds.length, name: storm.name }, ticketIds.length),
      icon: 'i-lucide-cloud-lightning',
      undo: async () => {
        await takeOut.run({ id: storm.id, ticketIds })
        // Offered again, as they were.
        await recall.run({ ticketIds })
      },
    })
  }
  const takeOutAll = async (storm: { readonly id: StormId; readonly name: string }, ids: readonly TicketId[]) => {
    const answer = await takeOut.run({ id: storm.id, ticketIds: [...ids] })
    if (!answer.ok) return false
    const { ticketIds } = answer.value
    if (ticketIds.length > 0)
      offer({
        title: t('storms.takenOut', { count: ticketIds.length, name: storm.name }, ticketIds.length),
        icon: 'i-lucide-log-out',
        undo: () => join.run({ id: storm.id, ticketIds }),
      })
    return true
  }
  const dismissAll = async (ids: readonly TicketId[]): Promise<boolean> => {
    const ticketIds = [...ids]
    if (!(await dismiss.run({ ticketIds })).ok) return false
    offer({
      title: t('storms.dismissed'),
      icon: 'i-lucide-x',
      color: 'neutral',
      undo: () => recall.run({ ticketIds }),
    })
    return true
  }
  return { joinAll, takeOutAll, dismissAll, pending: join.pending }
}
