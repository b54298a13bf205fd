import { dirname, join } from 'node:path'
import { copyName } from './copies/copy-name'
import { vacuumInto } from './copies/database-copy'

/** Before a migration: the whole database beside itself, in one step. Throws when it cannot be made. */
export const copyBeforeMigration = async (path: string): Promise<string> => {
  const target = join(dirname(path), copyName(path, new Date(), '-prima'))
  vacuumInto(path, target)
  return Promise.resolve(target)
}
