import { createServer, type Server } from 'node:net'

const hold = (): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve(server))
  })

const portOf = (server: Server): number => {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('a listening socket has no port')
  return address.port
}

type Ports<N extends number, Found extends number[] = []> = Found['length'] extends N
  ? Found
  : Ports<N, [...Found, number]>

/** Loopback ports that were free a moment ago, all different since they are held together before any is let go. */
export const freePorts = async <N extends number>(count: N): Promise<Ports<N>> => {
  const servers = await Promise.all(Array.from({ length: count }, hold))
  const ports = servers.map(portOf)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  return ports as Ports<N>
}
