import type { RouteLocationNormalized, RouteLocationRaw } from 'vue-router'
import { useSession } from '@/app/session'
import type { Desk } from '@/client/client'

/** Only a place inside the page: an address that came from elsewhere leads to the queue. */
const placeAfter = (to: RouteLocationNormalized): string => {
  const next = to.query['next']
  return typeof next === 'string' && next.startsWith('/') && !next.startsWith('//') ? next : '/'
}

/** Nobody sees a page before signing in; a reloaded page comes back by the token that its window kept. */
export const signInGate = async (to: RouteLocationNormalized, desk: Desk): Promise<RouteLocationRaw | undefined> => {
  if (to.name === 'start') return undefined
  const session = useSession()
  if (session.state === 'unknown') await session.resume(desk.client)
  const isIn = session.state === 'signed_in' || session.state === 'locked'
  if (to.name === 'sign-in') return isIn ? placeAfter(to) : undefined
  if (isIn) return undefined
  return { name: 'sign-in', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
}
