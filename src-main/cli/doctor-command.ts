import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { detectPlace } from '@main/store/place/detect-place'
import type { StorePlace } from '@main/store/place/store-place'
import { CommandRefused, makeOutput } from './output'
import { globalOptions } from './options'
import { unwrap, withEngine } from './with-engine'

const placeLine = ({ network, kind, source, localLocks, synced }: StorePlace): string =>
  [
    `${network ? 'network' : 'this machine'} (${[kind, source].filter(Boolean).join(', ')})`,
    ...(localLocks === null ? [] : [`LOCKS STAY ON THIS MACHINE: ${localLocks}`]),
    ...(synced === null ? [] : [`SYNCHRONISED BY ${synced}`]),
  ].join(', ')

/** Tells the place also of a store that does not open: that is when an administrator asks. */
export const doctorCommand = (program: Command): void => {
  program
    .command('doctor <store>')
    .description('where the store lies, whether its locks hold, who has it open, last good copy, lock waits')
    .action(async (path: string, _options: unknown, command: Command) => {
      const { json, as } = globalOptions(command)
      const output = makeOutput(json)
      try {
        const found = await withEngine(path, as, async ({ client }) => unwrap(await client.desk.examine({})))
        if (json) {
          output.row(found, '')
        } else {
          const { place, mode, readOnly, locks, inside, machines, lastCopyAt, lockWaits } = found
          const lines = {
            place: placeLine(place),
            mode: mode === 'local' ? 'local (write-ahead log)' : 'shared (rollback journal)',
            writing: readOnly ?? 'yes',
            locks: locks.hold
              ? `hold (slowest answer ${locks.slowestMs} ms)`
              : `DO NOT HOLD: ${locks.fault} (${locks.at})`,
            inside:
              inside.length === 0
                ? 'nobody else'
                : inside.map(({ host, user, version, role }) => `${host} ${user} ${version} ${role}`).join('; '),
            machines: machines.map(({ host, witness }) => `${host} (by ${witness})`).join(', ') || 'none proved',
            'last copy': lastCopyAt === null ? 'NONE' : new Date(lastCopyAt).toISOString(),
            'lock waits': `p50 ${lockWaits.p50Ms} ms, p99 ${lockWaits.p99Ms} ms`,
          }
          for (const [name, text] of Object.entries(lines)) output.row({}, `${name.padEnd(11)}${text}`)
        }
        if (found.readOnly !== null || !found.locks.hold) process.exitCode = 1
      } catch (error) {
        if (error instanceof CommandRefused && existsSync(resolve(path))) {
          const place = detectPlace(resolve(path))
          output.row({ place, error: error.error.code }, `${'place'.padEnd(11)}${placeLine(place)}`)
        }
        throw error
      }
    })
}
