import type { RouteLocationNormalizedLoaded, RouteLocationResolved, Router } from 'vue-router'

/** A window that another one of the desk opened. */
export const isOwnWindow = (): boolean => window.opener !== null

/**
 * What is on screen, in a window of its own (a second monitor). The ticket that is chosen in a list comes without the
 * list. It shares the session of the window that opened it, and one that shows the same already comes to the front.
 */
export const openOwnWindow = (router: Router, route: RouteLocationNormalizedLoaded | RouteLocationResolved): void => {
  const { ticketId } = route.params
  const isTicket = typeof ticketId === 'string' && ticketId !== '' && route.name !== 'receipt'
  const path = isTicket
    ? router.resolve({ name: 'ticket', params: { ticketId } }).href
    : router.resolve(route.fullPath).href
  const name = isTicket ? `ticket-${ticketId}` : String(route.name)
  // The session is handed over with the page's own storage, as long as the new page knows who opened it.
  window.open(path, `desk-${name}`, 'popup,width=1100,height=800')?.focus()
}
