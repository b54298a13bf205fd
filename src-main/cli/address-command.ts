import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { appError } from '@shared/kernel/app-error'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { CommandRefused, makeOutput } from './output'
import { globalOptions } from './options'
import { type Session, unwrap, withEngine } from './with-engine'

/** A whole region's text, unpacked, is a tenth of it. */
const LARGEST_FILE = 2_000_000_000

const putFile = async ({ engine }: Session, path: string): Promise<string> => {
  const found = await stat(path).catch(() => null)
  if (found?.isFile() !== true)
    throw new CommandRefused(appError('file_unreadable', { details: { file: basename(path) } }))
  const { files, store } = engine.current
  const stored = unwrap(await files.putStream(createReadStream(path), LARGEST_FILE))
  unwrap(await store.write((db) => rememberBlob(db, { ...stored, type: 'text/csv', at: engine.clock.now() })))
  return stored.sha256
}

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
