import { onScopeDispose, watch, type Ref } from 'vue'
import type { Router } from 'vue-router'
import { hostDesktop } from '@/client/desktop'
import { runCommand } from './commands'

/** Does what native menus, notices and `cantoniere://` links ask, and tells the menus which language to speak. */
export const useHostOrders = (router: Router, locale: Ref<string>): void => {
  const desktop = hostDesktop()
  onScopeDispose(
    desktop.onOrder((order) => {
      if (order.kind === 'command') runCommand(order.id)
      else void router.push({ name: 'ticket', params: { ticketId: String(order.ticketId) } })
    }),
  )
  watch(locale, (now) => void desktop.language(now === 'en' ? 'en' : 'it'), { immediate: true })
}
