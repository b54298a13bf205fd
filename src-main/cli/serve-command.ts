import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { SERVING_PORT } from '@shared/contract/serving'
import { ownAddresses } from '@main/lan/own-addresses'
import { openStore } from '@main/store/open'
import { portNumber } from './options'
import { unwrap } from './with-engine'

const portArguments = ({ lan, address, port }: { lan?: boolean; address?: string; port?: number }): string[] => {
  if (lan !== true) return ['--port', String(port ?? 0)]
  const listen = address ?? ownAddresses()[0]?.address ?? '127.0.0.1'
  return ['--lan', listen, '--lan-port', String(port ?? SERVING_PORT)]
}

/**
 * The web host on this store; its first line of output is `{url}`. With `--lan` it serves the store to paired desks as
 * well, and the second line is `{address, port, fingerprint, code, text}`. Ends with the host.
 */
export const serveCommand = (program: Command): void => {
  program
    .command('serve <store>')
    .description('the web host: the same desk in a browser on this machine')
    .option(
      '--port <port>',
      `loopback port (default: a free one); with --lan the office port (default: ${SERVING_PORT})`,
      portNumber,
    )
    .option('--lan', 'serve the store to the other desks, over TLS on the office network')
    .option('--address <address>', 'with --lan: where to listen (default: the first address of this machine)')
    .action(async (path: string, options: { port?: number; lan?: boolean; address?: string }) => {
      await unwrap(await openStore(path)).close()
      const host = fileURLToPath(new URL('./web.js', import.meta.url))
      const child = spawn(process.execPath, [host, '--store', resolve(path), '--fixed', ...portArguments(options)], {
        stdio: 'inherit',
      })
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
      process.exitCode = await new Promise<number>((done) => child.on('exit', (code) => done(code ?? 1)))
    })
}
