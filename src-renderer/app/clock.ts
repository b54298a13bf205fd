import { useIntervalFn } from '@vueuse/core'
import { effectScope, ref, type Ref } from 'vue'

let shared: Ref<number> | null = null

/** The present in milliseconds, moved on twice a minute for the whole page: one timer, however many cells. */
export const useNow = (): Readonly<Ref<number>> => {
  if (shared) return shared
  const now = ref(Date.now())
  effectScope(true).run(() => {
    useIntervalFn(() => {
      now.value = Date.now()
    }, 30_000)
  })
  shared = now
  return now
}
