import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })

/** Waits until something accepts connections on a loopback port; gives up after 20 seconds. */
export const untilListening = async (port: number): Promise<void> => {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await answers(port)) return
    await sleep(50)
  }
  throw new Error(`nothing listens on port ${port}`)
}
