import type { MessagePortMain } from 'electron'
import type { Channel } from './frames'

/** One page's line over an Electron MessagePort, on the engine's side. */
export const portChannel = (port: MessagePortMain): Channel => ({
  post: (frame) => port.postMessage(frame),
  onFrame: (listener) => {
    port.on('message', (event) => listener(event.data))
    port.start()
  },
  onClose: (listener) => void port.on('close', listener),
})
