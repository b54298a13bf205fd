import type Database from 'better-sqlite3'
import { MIGRATIONS, SCHEMA_VERSION } from './migrations'
import type { Migration } from './migrations/migration'

/**
 * Takes a store to this program's shape, all steps in one transaction: a failed one leaves the file as it was.
 * Throws what SQLite throws.
 */
export const migrate = (database: Database.Database, migrations: readonly Migration[] = MIGRATIONS): void => {
  database.exec('BEGIN IMMEDIATE')
  try {
    const from = database.pragma('user_version', { simple: true }) as number
    for (const migration of migrations.filter(({ version }) => version > from)) {
      for (const statement of migration.statements.sqlite) database.exec(statement)
    }
    database.pragma(`user_version = ${migrations === MIGRATIONS ? SCHEMA_VERSION : migrations.length}`)
    database.exec('COMMIT')
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK')
    throw error
  }
}
