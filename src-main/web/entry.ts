/** The web host: the desk in a browser, where Electron cannot run. It starts the engine and never opens the store. */
import { fileURLToPath } from 'node:url'
import { EngineKeeper } from '@main/host/engine-keeper'
import { readHostArguments } from '@main/host/host-arguments'
import { KeptReports } from '@main/host/kept-reports'
import { compiledCode } from '@main/host/user-folder'
import { onCrash } from '@main/platform/crash-handler'
import { HOST_LOG, fileLogger } from '@main/platform/logger'
import { makeFolder } from '@main/platform/make-folder'
import { secureRandom } from '@main/platform/random'
import { version } from '../../package.json'
import { sayServing } from './say-serving'
import { forkEngine } from './forked-engine'
import { WebHost } from './web-host'

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`)

const args = readHostArguments(process.argv.slice(2))
try {
  makeFolder(args.userFolder)
} catch {
  say(`The folder ${args.userFolder} cannot be written: this desk will remember nothing.`)
}
const logger = fileLogger(args.userFolder, true, HOST_LOG)
// The host only carries things to and fro: what one request stumbles over must not cost the others their line.
onCrash((what, error) => logger.bug(what, error))

const keeper = new EngineKeeper({
  fork: () => forkEngine(here('./engine.js'), compiledCode(args.userFolder)),
  config: {
    host: 'web',
    version,
    userFolder: args.userFolder,
    storePath: args.store,
    demo: args.demo,
    mayChooseStore: !args.fixed,
    serve: args.serve,
    hostSecrets: false,
    console: true,
  },
  onState: (state) => {
    if (state === 'lost') say('The engine does not answer.')
    host.engineState(state)
  },
  onMessage: (message) => {
    if (message.kind === 'frame') host.frame(message.line, message.frame)
    else if (message.kind === 'serving') void sayServing(message)
    else if (message.kind === 'failed') say(`The engine could not start: ${message.code}`)
  },
  onDeath: (again) => {
    host.engineDied()
    if (again) return say('The engine ended; starting it again.')
    say('The engine ended again and again: giving up. Its log lies in the user folder.')
    host.close()
    process.exit(1)
  },
})

const host: WebHost = new WebHost({
  pageFolder: here('../renderer'),
  random: secureRandom,
  kept: new KeptReports(args.userFolder),
  engine: keeper,
  onFault: (error) => logger.bug('web host', error),
  onTokenTaken: (url) => say(`For another browser: ${url}`),
})

let leaving = false
const leave = (): void => {
  if (leaving) return
  leaving = true
  host.close()
  void keeper.stop().then(() => process.exit(0))
}
process.on('SIGINT', leave)
process.on('SIGTERM', leave)

// A served store may have no screen near it: Enter asks for the code of the next desk.
if (args.serve !== null && process.stdin.isTTY) process.stdin.on('data', () => keeper.post({ kind: 'pairing' }))

try {
  const url = await host.listen(args.port)
  keeper.start()
  process.stdout.write(`${JSON.stringify({ url })}\n`)
  say(`Cantoniere is open at ${url} (ends with Ctrl+C).`)
} catch (error) {
  const code = error instanceof Error && 'code' in error ? error.code : null
  const named = code === 'EADDRINUSE' ? 'port_in_use' : code === 'EACCES' ? 'port_not_allowed' : 'internal'
  say(`error: ${named}: The web host could not listen on port ${args.port} (${String(code ?? error)}).`)
  process.exit(1)
}
