import Database from 'better-sqlite3'
import { isBusy } from '../errors'
import type { ProverAnswer, ProverStep } from './prover-line'

const ok = (word = ''): ProverAnswer => ({ outcome: 'done', code: '', word })

/** One SQLite connection that does what it is told and says how the locks answered. */
export class ProverConnection {
  #database: Database.Database | null = null
  #isSet = false

  carryOut(step: ProverStep): ProverAnswer {
    try {
      return this.#try(step)
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown'
      return { outcome: isBusy(error) ? 'busy' : 'failed', code, word: '' }
    }
  }

  #try(step: ProverStep): ProverAnswer {
    if (step.do === 'make' || step.do === 'open') return this.#open(step.path, step.do === 'make')
    const database = this.#database
    if (database === null) return { outcome: 'failed', code: 'closed', word: '' }
    if (step.do !== 'release' && step.do !== 'close') this.#set(database)
    switch (step.do) {
      case 'share':
        database.exec('BEGIN')
        return ok(this.#read(database))
      case 'reserve':
        database.exec('BEGIN IMMEDIATE')
        return ok()
      case 'exclude':
        database.exec('BEGIN EXCLUSIVE')
        return ok()
      case 'read':
        return ok(this.#read(database))
      case 'write':
        database.prepare('UPDATE proof SET word = ?').run(step.word)
        return ok()
      case 'commit':
        database.exec('COMMIT')
        return ok()
      case 'release':
        if (database.inTransaction) database.exec('ROLLBACK')
        return ok()
      case 'close':
        database.close()
        this.#database = null
        return ok()
    }
  }

  #open(path: string, make: boolean): ProverAnswer {
    this.#database?.close()
    this.#isSet = false
    const database = new Database(path, { timeout: 0, fileMustExist: !make })
    this.#database = database
    if (!make) return ok()
    this.#set(database)
    database.exec(`BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS proof (word TEXT NOT NULL);
      INSERT INTO proof SELECT '' WHERE NOT EXISTS (SELECT 1 FROM proof); COMMIT`)
    return ok()
  }

  /** As the store itself works on a share: what is proved must be what is used. It reads the file, so it may be busy. */
  #set(database: Database.Database): void {
    if (this.#isSet) return
    database.pragma('mmap_size = 0')
    database.pragma('journal_mode = TRUNCATE')
    database.pragma('synchronous = FULL')
    this.#isSet = true
  }

  #read(database: Database.Database): string {
    return String(database.prepare('SELECT word FROM proof').pluck().get() ?? '')
  }
}
