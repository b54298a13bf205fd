/**
 * The relay: one file without any package, for a machine on the internet that has nothing but Node. It knows WhatsApp's
 * signature and the desk's token, and nothing of the desk. See docs/relay.md.
 */
import { readFile } from 'node:fs/promises'
import { createServer as createPlainServer } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { join } from 'node:path'
import { EventFolder } from './event-folder'
import { USAGE, readOptions, relaySecrets } from './relay-options'
import { relayListener } from './relay-server'

const MOST_EVENTS = 100_000
const say = (line: string): void => void process.stderr.write(`${line}\n`)

const start = async (): Promise<number | null> => {
  const options = readOptions(process.argv.slice(2))
  if (options === null) {
    say(USAGE)
    return 2
  }
  const secrets = await relaySecrets(options)
  if (secrets === null) {
    say('error: the app secret is missing.\n')
    say(USAGE)
    return 2
  }
  const events = await EventFolder.open(join(options.folder, 'events'), {
    bytes: options.maxBytes,
    events: MOST_EVENTS,
  })
  const listener = relayListener({
    secrets,
    events,
    now: () => Date.now(),
    log: (line) => say(`${new Date().toISOString()} ${line}`),
  })
  const limits = { requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 5000 }
  const server =
    options.tls === null
      ? createPlainServer(limits, listener)
      : createTlsServer(
          { ...limits, cert: await readFile(options.tls.cert), key: await readFile(options.tls.key) },
          listener,
        )
  server.maxConnections = 200
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : options.port
  const host = options.host.includes(':') ? `[${options.host}]` : options.host
  const url = `${options.tls === null ? 'http' : 'https'}://${host}:${port}`
  process.stdout.write(`${JSON.stringify({ url, waiting: events.waiting })}\n`)
  say(`Webhook address for Meta: …/webhook. Tokens: ${join(options.folder, 'relay.json')}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      server.close(() => process.exit(0))
      server.closeIdleConnections()
    })
  return null
}

start().then(
  (code) => {
    if (code !== null) process.exitCode = code
  },
  (error: unknown) => {
    say(`error: ${error instanceof Error ? error.message : String(error)}`)
    process.exitCode = 1
  },
)
