import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { useSession } from '@/app/session'
import type { Desk } from '@/client/client'

/** Whether this desk had a store when it was last asked. */
const HAD_STORE_KEY = 'desk.hadStore'

/** Without an open store there is only the first start; with one there is none. */
export const storeGate = async (to: RouteLocationNormalized, desk: Desk): Promise<RouteLocationRaw | undefined> => {
  const { state } = useSession()
  const isIn = state === 'signed_in' || state === 'locked'
  if (isIn) return to.name === 'start' ? '/' : undefined
  // While the engine starts, a desk that had a store is taken at its word: its people see at once where they type their
  // names, and that page goes to the first start when it hears that the store is gone.
  const isFirst = desk.connection.value === 'connecting'
  if (isFirst && to.name === 'sign-in' && localStorage.getItem(HAD_STORE_KEY) !== null) return undefined
  const status = await desk.client.desk.status({})
  // The line is down: its banner says so, and the page asks again when it is back.
  if (!status.ok) return undefined
  if (status.value.store === null) {
    localStorage.removeItem(HAD_STORE_KEY)
    return to.name === 'start' ? undefined : { name: 'start' }
  }
  localStorage.setItem(HAD_STORE_KEY, '1')
  return to.name === 'start' ? { name: 'sign-in' } : undefined
}
