import { type Ref, computed } from 'vue'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

/** Whether a switchboard has told of any call: an office without one never sees the list. */
export const useCallsKnown = (): Readonly<Ref<boolean>> => {
  const client = useClient()
  const session = useSession()
  const count = useQuery(() => client.calls.count({}), {
    entities: ['calls'],
    restMs: 5000,
    watch: () => session.user?.id,
    enabled: () => session.can('tickets.create'),
  })
  return computed(() => count.data.value?.known ?? false)
}
