import { computed } from 'vue'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

/** The office's macros in their order, kept fresh; what their steps name counts too. */
export const useMacros = (enabled: () => boolean = () => true) => {
  const client = useClient()
  const { data, error, refresh } = useQuery(() => client.macros.list({}), {
    watch: enabled,
    enabled,
    entities: ['macros', 'answers', 'categories', 'crews', 'users'],
  })
  return { macros: computed(() => data.value?.macros), error, refresh }
}
