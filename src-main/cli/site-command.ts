import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { globalOptions } from './options'
import { makeOutput } from './output'
import { unwrap, withEngine } from './with-engine'

interface Options {
  readonly key?: string
  readonly all?: boolean
}

export const publishCommand = (program: Command): void => {
  program
    .command('publish <store> [folder]')
    .description(
      'brings the public status site up to date once: where the settings say, or (and from then on) in that folder',
    )
    .option('--key <file>', 'private key for the server of the settings, used this once')
    .option('--all', 'writes every page again')
    .action(async (path: string, folder: string | undefined, options: Options, command: Command) => {
      const { json, as } = globalOptions(command)
      const report = await withEngine(path, as, async ({ client }) => {
        if (folder !== undefined) {
          const { site } = unwrap(await client.settings.all({}))
          const target = { kind: 'folder' as const, path: resolve(folder) }
          unwrap(await client.settings.save({ key: 'site', base: site, value: { ...site, target } }))
        }
        if (options.key !== undefined) {
          const key = await readFile(options.key, 'utf8')
          // Kept in a folder that goes away with the command.
          unwrap(await client.site.setSecret({ secret: { kind: 'key', key, passphrase: '' } }))
        }
        if (options.all === true) unwrap(await client.site.publishAll({}))
        return unwrap(await client.site.publishNow({}))
      })
      makeOutput(json).row(report, `${report.written} files written, ${report.removed} removed`)
    })
}
