import type { DeskBridge } from './bridge'
import { createWebBridge } from './web-bridge'

const SOCKET_PATH = '/desk'

/**
 * A browser comes with a one-time token after the `#`; the host takes it with the first socket and leaves a cookie
 * in its place. The token is wiped from the address at once, so that it lies in no history.
 */
const takeToken = (): string => {
  const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? ''
  if (token) history.replaceState(null, '', `${location.pathname}${location.search}#/`)
  return token
}

const openSocket = (token: string): WebSocket => {
  const address = new URL(SOCKET_PATH, location.href)
  address.protocol = location.protocol === 'https:' ? 'wss:' : 'ws:'
  address.hash = ''
  if (token) address.searchParams.set('token', token)
  return new WebSocket(address)
}

/** The preload's bridge under Electron, the WebSocket twin everywhere else. */
export const openBridge = (): DeskBridge => {
  if (window.desk) return window.desk
  let token = takeToken()
  return createWebBridge({
    open: () => {
      const socket = openSocket(token)
      socket.addEventListener('open', () => {
        token = ''
      })
      return socket
    },
  })
}
