import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'

/** The relay in a process of its own: the same file that may be copied to a machine that has nothing but Node. */
export const relayCommand = (program: Command): void => {
  program
    .command('relay [arguments...]')
    .description('takes WhatsApp webhooks for the desk (see docs/relay.md)')
    .allowUnknownOption()
    .helpOption(false)
    .action(async (args: string[]) => {
      const entry = fileURLToPath(new URL('./relay.js', import.meta.url))
      const child = spawn(process.execPath, [entry, ...args], { stdio: 'inherit' })
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
      process.exitCode = await new Promise<number>((done) => child.on('exit', (code) => done(code ?? 1)))
    })
}
