import dns from 'node:dns'
import { syncBuiltinESMExports } from 'node:module'
import net from 'node:net'

/**
 * Loaded into a host with `--import`: names below `.example` lie on the internet (or, `intranet.example`, inside the
 * office) and lead to one server of the test on loopback. The program's own look-up is asked first, so what it refuses
 * is never called.
 */
/** Some address that is given out on the internet; nothing calls it. */
const PUBLIC = '93.184.215.14'
const port = Number(process.env['FAKE_INTERNET_PORT'])

const realLookup = dns.lookup
const addressOf = (name: string): string => (name === 'intranet.example' ? '10.0.0.5' : PUBLIC)
dns.lookup = ((name: string, options: dns.LookupOptions, callback: (...answer: unknown[]) => void): void => {
  if (!name.endsWith('.example')) return realLookup(name, options, callback as never)
  const address = addressOf(name)
  if (options.all === true) callback(null, [{ address, family: 4 }])
  else callback(null, address, 4)
}) as typeof dns.lookup
syncBuiltinESMExports()

interface ConnectOptions {
  readonly host?: string
  readonly lookup?: net.LookupFunction
}

const realConnect = net.Socket.prototype.connect
net.Socket.prototype.connect = function (this: net.Socket, ...given: unknown[]): net.Socket {
  const first = given[0]
  const options = (Array.isArray(first) ? first[0] : first) as ConnectOptions | undefined
  const host = typeof options === 'object' ? options.host : undefined
  if (host === undefined || !host.endsWith('.example')) return realConnect.apply(this, given as never)
  Object.assign(this, { connecting: true })
  options?.lookup?.(host, { all: false }, (error, address) => {
    if (error) this.destroy(error)
    else if (address === PUBLIC) realConnect.call(this, { host: '127.0.0.1', port } as never)
    else this.destroy(new Error('not on the internet'))
  })
  return this
} as typeof realConnect
