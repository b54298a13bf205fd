import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeOfficeStore } from '../support/engine'
import { eventually } from '../support/eventually'

const HOST = resolve(import.meta.dirname, '../../out/main/web.js')
const missing = process.platform === 'linux' ? null : 'processes are looked up in /proc'

let folder: string
let store: string
let host: ChildProcess | null = null

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dying-host-'))
  store = join(folder, 'archivio.db')
  await makeOfficeStore(store)
})
afterEach(() => {
  host?.kill('SIGKILL')
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const desks = (): number => {
  const database = new Database(store, { readonly: true })
  try {
    return database.prepare('SELECT count(*) FROM desks').pluck().get() as number
  } finally {
    database.close()
  }
}

describe('a host that is killed', () => {
  it.skipIf(missing !== null)(
    `leaves an engine that gives back what it holds, however long that takes${missing ? ` (${missing})` : ''}`,
    async () => {
      host = spawn(process.execPath, [HOST, '--user-data', join(folder, 'utente'), '--store', store], {
        stdio: ['ignore', 'pipe', 'ignore'],
      })
      if (host.stdout === null) throw new Error('the web host has no stdout')
      await once(createInterface({ input: host.stdout }), 'line')
      await eventually('the desk in the store', () => desks() === 1)
      const engine = readFileSync(`/proc/${host.pid}/task/${host.pid}/children`, 'utf8').trim().split(' ')[0] ?? ''
      // Another desk is writing: giving up the presence row waits, and heartbeats are due meanwhile.
      const other = new Database(store)
      other.exec('BEGIN IMMEDIATE')
      host.kill('SIGKILL')
      await new Promise((wait) => setTimeout(wait, 2500))
      expect(existsSync(`/proc/${engine}`)).toBe(true)
      other.exec('COMMIT')
      other.close()
      await eventually('the engine ended', () => !existsSync(`/proc/${engine}`))
      expect(desks()).toBe(0)
    },
  )
})
