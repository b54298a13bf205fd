import { useIntervalFn } from '@vueuse/core'
import { onScopeDispose } from 'vue'
import { useDeskStatus } from '@/app/desk-status'
import { useSession } from '@/app/session'
import { useClient, useDesk } from '@/client/client'
import { useQuery } from '@/client/use-query'

/** How old a mailbox's "12 s ago" may get before it is asked again. */
const PERIOD_MS = 20_000

/** How the store, the mail and the outbox are, asked again when the engine says that something moved. */
export const useHealth = () => {
  const client = useClient()
  const desk = useDesk()
  const session = useSession()
  const enabled = (): boolean => session.user !== null
  const health = useQuery(() => client.desk.health({}), {
    entities: ['mailboxes', 'outbox', 'quarantine'],
    watch: () => session.user?.id,
    enabled,
  })
  const status = useDeskStatus()
  onScopeDispose(desk.onEvent('health', () => void health.refresh()))
  useIntervalFn(() => void health.refresh(), PERIOD_MS)
  return { health: health.data, status: status.data }
}
