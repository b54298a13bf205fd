import { computed, onScopeDispose, watch, type Ref } from 'vue'
import type { RouteLocationRaw, Router } from 'vue-router'
import { hostDesktop, type HostOrder } from '@/client/desktop'
import { callToTake } from './call-to-take'
import { offeredCommands, runCommand } from './commands'
import { invitation } from './invitation'
import { useSession } from './session'

/** Does what native menus, notices and `cantoniere://` links ask, and tells the menus which language to speak. */
export const useHostOrders = (router: Router, locale: Ref<string>): void => {
  const desktop = hostDesktop()
  const session = useSession()
  let place: RouteLocationRaw | null = null

  /** After the password, never before: a link may have come while nobody was signed in, or even before the store. */
  const follow = (): void => {
    if (place === null || session.state !== 'signed_in' || router.currentRoute.value.meta.bare) return
    const to = place
    place = null
    void router.push(to)
  }
  const take = (order: HostOrder): void => {
    if (order.kind === 'command') {
      if (session.state !== 'locked') runCommand(order.id)
      return
    }
    if (order.kind === 'answer') {
      callToTake.value = order.callId
      return
    }
    if (order.kind === 'ticket') place = { name: 'ticket', params: { ticketId: String(order.ticketId) } }
    else if (order.kind === 'call') place = { name: 'intake', query: { numero: order.number } }
    else {
      // The first start shows it by itself; whoever works on a store is asked on a page of its own.
      invitation.value = order.text
      place = { name: 'join' }
    }
    follow()
  }
  onScopeDispose(desktop.onOrder(take))
  onScopeDispose(router.afterEach(() => follow()))
  watch(() => session.state, follow)
  // The menus' commands are the shell's own; those of a screen come and go with every ticket.
  const offered = computed(() =>
    session.state === 'locked'
      ? ''
      : offeredCommands.value
          .filter(({ id, group }) => group === 'go' || group === 'app' || id === 'intake.new')
          .map(({ id }) => id)
          .join(' '),
  )
  watch(offered, (ids) => void desktop.offers(ids.split(' ').filter(Boolean)), { immediate: true })
  watch(locale, (now) => void desktop.language(now === 'en' ? 'en' : 'it'), { immediate: true })
}
