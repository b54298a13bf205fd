import { computed, onScopeDispose } from 'vue'
import { useClient, useDesk } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useQuery } from '@/client/use-query'

/** The copies that this desk sees, followed while one is being made. */
export const useCopies = () => {
  const client = useClient()
  const desk = useDesk()
  const overview = useQuery(() => client.copies.overview({}), { entities: ['settings'] })
  onScopeDispose(desk.onEvent('copies', () => void overview.refresh()))
  const make = useCommand(client.copies.make)
  const stop = useCommand(client.copies.stop)
  const running = computed(() => overview.data.value?.running ?? null)
  return { overview, make, stop, running }
}
