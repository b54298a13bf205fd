import { createSharedComposable } from '@vueuse/core'
import { computed } from 'vue'
import type { Answer } from '@shared/contract/answers'
import { useClient } from '@/client/client'
import { useQuery } from '@/client/use-query'

/** The office's ready answers in their order: asked once for every composer and for the settings. */
export const useAnswers = createSharedComposable(() => {
  const client = useClient()
  const { data, error, refresh } = useQuery(() => client.answers.list({}), { entities: ['answers'] })
  return { answers: computed((): readonly Answer[] | undefined => data.value?.answers), error, refresh }
})
