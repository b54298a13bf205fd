import { basename } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { day } from '@shared/kernel/instant'
import { makeOutput } from './output'
import { globalOptions, wholeNumber } from './options'
import { putFile } from './put-file'
import { unwrap, withEngine } from './with-engine'

interface Options {
  readonly own?: string[]
  readonly pause: number
  readonly from?: string
}

const dayOf = (text: string): string => {
  if (!day.safeParse(text).success) throw new InvalidArgumentError('a day is needed: YYYY-MM-DD')
  return text
}

export const importWhatsappCommand = (program: Command): void => {
  program
    .command('import-whatsapp <store> <paths...>')
    .description('exported chats, zip or txt; again adds only what is new')
    .option('--own <name...>', 'who of the authors is the office (default: by its name and number)')
    .option('--pause <hours>', 'a silence of so many hours ends a report', wholeNumber, 12)
    .option('--from <day>', 'only messages from this day on, 2026-04-02', dayOf)
    .action(async (path: string, paths: string[], options: Options, command: Command) => {
      const { json, as } = globalOptions(command)
      const output = makeOutput(json)
      await withEngine(path, as, async (session) => {
        for (const file of paths) {
          const sha256 = await putFile(session, file)
          const input = { sha256, own: options.own ?? null, pauseHours: options.pause, from: options.from ?? null }
          const { reports } = unwrap(await session.client.whatsapp.importChat({ ...input, name: basename(file) }))
          for (const { outcome, number, author, messages, files } of reports)
            output.row(
              { file: basename(file), outcome, ticket: number, author, messages, attachments: files },
              `${outcome.padEnd(9)} ${number.padEnd(16)} ${messages} messages, ${files} files  ${author}`,
            )
        }
      })
    })
}
