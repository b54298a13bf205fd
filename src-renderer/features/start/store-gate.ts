import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { useSession } from '@/app/session'
import type { Desk } from '@/client/client'

/** Without an open store there is only the first start; with one there is none. */
export const storeGate = async (to: RouteLocationNormalized, desk: Desk): Promise<RouteLocationRaw | undefined> => {
  const { state } = useSession()
  const isIn = state === 'signed_in' || state === 'locked'
  if (isIn) return to.name === 'start' ? '/' : undefined
  const status = await desk.client.desk.status({})
  // The line is down: its banner says so, and the page asks again when it is back.
  if (!status.ok) return undefined
  if (status.value.store === null) return to.name === 'start' ? undefined : { name: 'start' }
  return to.name === 'start' ? { name: 'sign-in' } : undefined
}
