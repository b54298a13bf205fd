import { useIdle } from '@vueuse/core'
import { computed, onScopeDispose, ref, watch } from 'vue'
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
  const { lastActive: here } = useIdle(MINUTE_MS)
  /** In another window of this desk: whoever works there is not away. */
  const elsewhere = ref(0)
  /** The lock keeps the keys to itself: its password is the only sign that its writer is here. */
  const entered = ref(0)
  const lastActive = computed(() => Math.max(here.value, elsewhere.value, entered.value))
  watch(
    () => session.state,
    (state) => {
      if (state === 'signed_in') entered.value = Date.now()
    },
    { flush: 'sync' },
  )
  const line = new BroadcastChannel('cantoniere.active')
  line.addEventListener('message', (event) => {
    if (typeof event.data === 'number') elsewhere.value = Math.max(elsewhere.value, event.data)
  })
  onScopeDispose(() => line.close())
  let said = here.value
  const say = (): void => {
    if (here.value === said) return
    said = here.value
    line.postMessage(said)
  }
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
        say()
        check()
        tell()
      }, 5000)
      onCleanup(() => clearInterval(timer))
    },
    { immediate: true },
  )
}
