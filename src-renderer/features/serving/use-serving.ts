import { onScopeDispose } from 'vue'
import { useClient, useDesk } from '@/client/client'
import { useCommand } from '@/client/use-command'
import { useQuery } from '@/client/use-query'

/** The office's door of this desk, and who is paired with it. */
export const useServing = () => {
  const client = useClient()
  const desk = useDesk()
  const status = useQuery(() => client.serving.status({}))
  onScopeDispose(desk.onEvent('serving', () => void status.refresh()))
  onScopeDispose(desk.onEvent('store', () => void status.refresh()))
  const start = useCommand(client.serving.start)
  const stop = useCommand(client.serving.stop)
  const newCode = useCommand(client.serving.newCode)
  const revoke = useCommand(client.serving.revoke)
  return { status, start, stop, newCode, revoke }
}
