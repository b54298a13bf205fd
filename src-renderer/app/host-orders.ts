import { onScopeDispose, watch, type Ref } from 'vue'
import type { Router } from 'vue-router'
import { hostDesktop } from '@/client/desktop'
import { runCommand } from './commands'
import { useSession } from './session'

/** Does what native menus, notices and `cantoniere://` links ask, and tells the menus which language to speak. */
export const useHostOrders = (router: Router, locale: Ref<string>): void => {
  const desktop = hostDesktop()
  const session = useSession()
  let ticketId: number | null = null
  const follow = (): void => {
    if (ticketId === null) return
    void router.push({ name: 'ticket', params: { ticketId: String(ticketId) } })
    ticketId = null
  }
  onScopeDispose(
    desktop.onOrder((order) => {
      if (order.kind === 'ticket') ticketId = order.ticketId
      if (session.state === 'locked') return
      if (order.kind === 'command') runCommand(order.id)
      else follow()
    }),
  )
  // A notice or link that was clicked while the desk was locked: after the password, not before.
  watch(
    () => session.state,
    (state) => {
      if (state === 'signed_in') follow()
    },
  )
  watch(locale, (now) => void desktop.language(now === 'en' ? 'en' : 'it'), { immediate: true })
}
