import { computed } from 'vue'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

/** Which of the addresses in sight send mail back. */
export const useFailing = (addresses: () => readonly string[]) => {
  const client = useClient()
  const { data } = useQuery(() => client.messages.failing({ addresses: [...addresses()] }), {
    watch: () => addresses().join(' '),
    entities: ['contacts', 'timeline'],
    touches: ({ entity, id }) => entity === 'contacts' && id === 0,
    enabled: () => addresses().length > 0,
  })
  const byAddress = computed(() => new Map((data.value?.failing ?? []).map((one) => [one.address, one])))
  return (address: string) => byAddress.value.get(address) ?? null
}
