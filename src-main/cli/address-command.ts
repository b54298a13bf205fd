import { basename } from 'node:path'
import type { Command } from 'commander'
import { makeOutput } from './output'
import { globalOptions } from './options'
import { putFile } from './put-file'
import { unwrap, withEngine } from './with-engine'

export const importAddressesCommand = (program: Command): void => {
  program
    .command('import-addresses <store> <file>')
    .description('streets and house numbers of ANNCSU: csv, or the zip that holds it')
    .option('--preview', 'says what would be taken in and changes nothing')
    .action(async (path: string, file: string, options: { preview?: boolean }, command: Command) => {
      const { json, as } = globalOptions(command)
      const report = await withEngine(path, as, async (session) => {
        const sha256 = await putFile(session, file)
        const { places } = session.client
        return unwrap(
          options.preview === true
            ? await places.previewStreets({ sha256 })
            : await places.importStreets({ sha256, file: basename(file) }),
        )
      })
      const { sample: _sample, ...facts } = report
      const lines = [...report.skipped, ...report.noted].map(
        ({ reason, count, lines: at }) => `${String(count).padStart(9)} ${reason} (${at.join(', ')})`,
      )
      makeOutput(json).row(
        facts,
        [`${report.streets} streets, ${report.doors} doors, ${report.placed} placed`, ...lines].join('\n'),
      )
    })
}
