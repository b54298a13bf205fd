import { type Command, Option } from 'commander'
import { AREA_KINDS } from '@shared/contract/places'
import { globalOptions } from './options'
import { makeOutput } from './output'
import { putFile } from './put-file'
import { unwrap, withEngine } from './with-engine'

interface Options {
  readonly kind: (typeof AREA_KINDS)[number]
  readonly name: string
}

export const importAreasCommand = (program: Command): void => {
  program
    .command('import-areas <store> <file>')
    .description('replaces the areas of a kind by those of a GeoJSON file')
    .addOption(new Option('--kind <kind>', AREA_KINDS.join(', ')).choices([...AREA_KINDS]).makeOptionMandatory())
    .option('--name <property>', 'the property that holds their names', 'name')
    .action(async (path: string, file: string, { kind, name }: Options, command: Command) => {
      const { json, as } = globalOptions(command)
      const report = await withEngine(path, as, async (session) => {
        const sha256 = await putFile(session, file)
        return unwrap(await session.client.places.importAreas({ kind, sha256, nameProperty: name }))
      })
      const lines = [
        ...report.skipped.map(({ index, reason }) => `${String(index + 1).padStart(9)} ${reason}`),
        ...report.unmatched.map((missing) => `          no district is called ${missing}`),
      ]
      makeOutput(json).row(report, [`${report.imported} areas`, ...lines].join('\n'))
    })
}
