import { useIdle } from '@vueuse/core'
import { computed, watch } from 'vue'
import { MINUTE_MS } from '@shared/kernel/instant'
import { useClient } from '@/client/client'
import { useSession } from './session'

/**
 * Locks the session once nobody has touched keyboard or mouse for the office's number of minutes, and tells the engine,
 * at most once a minute, that somebody has: what a page asks by itself keeps no session open.
 */
export const useIdleLock = (): void => {
  const session = useSession()
  const client = useClient()
  const { lastActive } = useIdle(MINUTE_MS)
  let told = Date.now()
  const tell = (): void => {
    if (session.state !== 'signed_in' || lastActive.value <= told || Date.now() - told < MINUTE_MS) return
    told = Date.now()
    void client.accounts.stillHere({})
  }
  const limit = computed(() => session.idleLockMinutes * MINUTE_MS)
  const check = (): void => {
    if (limit.value > 0 && Date.now() - lastActive.value >= limit.value) session.lock(client)
  }
  watch(
    limit,
    (_, __, onCleanup) => {
      const timer = setInterval(() => {
        check()
        tell()
      }, 5000)
      onCleanup(() => clearInterval(timer))
    },
    { immediate: true },
  )
}
