import { connect, createServer, type Socket } from 'node:net'

export interface UnsteadyProxy {
  readonly port: number
  /** The next connection is cut after this many bytes from the server; every later one too until it is changed. */
  cutAfter: number | null
  /** While true nothing passes in either direction, but no connection is closed: a line that died silently. */
  frozen: boolean
  /** Connections accepted so far. */
  readonly accepted: () => number
  readonly cutNow: () => void
  readonly stop: () => Promise<void>
}

/** A loopback TCP line to a server that a test can cut or freeze. */
export const startUnsteadyProxy = async (targetPort: number): Promise<UnsteadyProxy> => {
  const open = new Set<Socket>()
  let accepted = 0
  const server = createServer((inside) => {
    accepted += 1
    const limit = proxy.cutAfter
    let passed = 0
    const outside = connect(targetPort, '127.0.0.1')
    const cut = () => {
      inside.destroy()
      outside.destroy()
    }
    for (const socket of [inside, outside]) {
      open.add(socket)
      socket.on('error', cut)
      socket.on('close', () => {
        open.delete(socket)
        cut()
      })
    }
    inside.on('data', (chunk: Buffer) => {
      if (!proxy.frozen) outside.write(chunk)
    })
    outside.on('data', (chunk: Buffer) => {
      if (proxy.frozen) return
      passed += chunk.length
      if (limit !== null && passed > limit) return cut()
      inside.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  const proxy: UnsteadyProxy = {
    port: address.port,
    cutAfter: null,
    frozen: false,
    accepted: () => accepted,
    cutNow: () => open.forEach((socket) => socket.destroy()),
    stop: async () => {
      open.forEach((socket) => socket.destroy())
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}
