import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { openStore } from '@main/store/open'
import { wholeNumber } from './options'
import { unwrap } from './with-engine'

/** The web host on this store; its first line of output is `{url}`. Ends with the host. */
export const serveCommand = (program: Command): void => {
  program
    .command('serve <store>')
    .description('the web host: the same desk in a browser on this machine')
    .option('--port <port>', 'loopback port (default: a free one)', wholeNumber, 0)
    .action(async (path: string, options: { port: number }) => {
      await unwrap(await openStore(path)).close()
      const host = fileURLToPath(new URL('./web.js', import.meta.url))
      const child = spawn(
        process.execPath,
        [host, '--store', resolve(path), '--fixed', '--port', String(options.port)],
        { stdio: 'inherit' },
      )
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
      process.exitCode = await new Promise<number>((done) => child.on('exit', (code) => done(code ?? 1)))
    })
}
