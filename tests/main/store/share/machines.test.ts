import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { makeOfficeStore } from '../../../support/engine'
import { eventually } from '../../../support/eventually'
import { faultyLocks, lockShim } from '../../../support/shims'
import { type ShareDesk, endShareDesks, startShareDesk } from '../../../support/share-desks'

// Many processes start here, on machines that may be busy.
vi.setConfig({ testTimeout: 180_000 })

let folder: string
let store: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'share-'))
  store = join(folder, 'archivio.db')
  await makeOfficeStore(store)
})
afterEach(async () => {
  await endShareDesks()
  await rm(folder, { recursive: true, force: true })
})

const readOnlyOf = async (desk: ShareDesk): Promise<string | null | undefined> =>
  (await desk.ask({ do: 'facts' })).facts?.readOnly

describe('two machines on one share', () => {
  it('the first may write, the second reads until it has proved the locks, then writes by itself', async () => {
    const first = startShareDesk(store, 'a')
    expect((await first.ask({ do: 'open' })).facts).toMatchObject({ readOnly: null, mode: 'shared' })
    const second = startShareDesk(store, 'b')
    const opened = await second.ask({ do: 'open' })
    expect(opened.facts).toMatchObject({ readOnly: 'share_on_trial', readOnlyDetails: { host: 'PC-a' } })
    expect((await second.ask({ do: 'write', key: 'presto' })).refused).toMatchObject({ code: 'share_on_trial' })
    await eventually('the second may write', async () => (await readOnlyOf(second)) === null, 90_000)
    expect(await second.ask({ do: 'write', key: 'di-b' })).toEqual({ ok: true })
    expect(await first.ask({ do: 'read', key: 'di-b' })).toEqual({ value: 'b' })
    expect(await first.ask({ do: 'write', key: 'di-a' })).toEqual({ ok: true })
    expect(await second.ask({ do: 'read', key: 'di-a' })).toEqual({ value: 'a' })
    await first.ask({ do: 'close' })
    await second.ask({ do: 'close' })
    expect((await readdir(folder)).filter((name) => name !== 'archivio.db-journal')).toEqual(['archivio.db'])
  })

  it('a second desk of the same machine needs no proof', async () => {
    await startShareDesk(store, 'a').ask({ do: 'open' })
    expect((await startShareDesk(store, 'a').ask({ do: 'open' })).facts).toMatchObject({ readOnly: null })
  })

  it.skipIf(lockShim === null)('whose kernels keep locks to themselves never both write (needs gcc)', async () => {
    const first = startShareDesk(store, 'a', { env: faultyLocks('apart:1') })
    expect((await first.ask({ do: 'open' })).facts).toMatchObject({ readOnly: null })
    const second = startShareDesk(store, 'b', { env: faultyLocks('apart:2') })
    expect((await second.ask({ do: 'open' })).facts).toMatchObject({ readOnly: 'share_on_trial' })
    await eventually('the second is refused', async () => (await readOnlyOf(second)) === 'share_locks_lost', 90_000)
    expect((await second.ask({ do: 'write', key: 'di-b' })).refused).toMatchObject({ code: 'share_locks_lost' })
    expect(await first.ask({ do: 'write', key: 'di-a' })).toEqual({ ok: true })
    expect(await second.ask({ do: 'read', key: 'di-a' })).toEqual({ value: 'a' })
  })

  it.skipIf(lockShim === null)(
    'a share that fails its own proof is refused before anybody writes (needs gcc)',
    async () => {
      const facts = async (how: 'lost' | 'raise'): Promise<unknown> =>
        (await startShareDesk(store, 'a', { env: faultyLocks(how) }).ask({ do: 'open' })).refused
      expect(await facts('lost')).toMatchObject({ code: 'share_locks_lost' })
      expect(await facts('raise')).toMatchObject({ code: 'share_locks_refused' })
      expect((await readdir(folder)).filter((name) => name.endsWith('-prima.db'))).toEqual([])
    },
  )

  it('when the first leaves, the other stays and vouches for the next', async () => {
    const first = startShareDesk(store, 'a')
    await first.ask({ do: 'open' })
    const second = startShareDesk(store, 'b')
    await second.ask({ do: 'open' })
    await eventually('the second may write', async () => (await readOnlyOf(second)) === null, 90_000)
    await first.ask({ do: 'close' })
    const third = startShareDesk(store, 'c')
    expect((await third.ask({ do: 'open' })).facts).toMatchObject({ readOnly: 'share_on_trial' })
    await eventually('the third may write', async () => (await readOnlyOf(third)) === null, 90_000)
    expect(await second.ask({ do: 'write', key: 'di-b' })).toEqual({ ok: true })
  })

  it('a first desk that was killed on this machine is replaced at once', async () => {
    const first = startShareDesk(store, 'a')
    await first.ask({ do: 'open' })
    await first.kill()
    expect((await startShareDesk(store, 'a').ask({ do: 'open' })).facts).toMatchObject({ readOnly: null })
  })
})

describe('a store that was kept on one disk', () => {
  it('is turned for the share when nobody has it open, and keeps its content', async () => {
    const desk = startShareDesk(store, 'a')
    expect((await desk.ask({ do: 'open' })).facts).toMatchObject({ mode: 'shared' })
    await desk.ask({ do: 'close' })
    const database = new Database(store, { readonly: true })
    expect(database.pragma('journal_mode', { simple: true })).not.toBe('wal')
    expect(database.prepare(`SELECT value FROM meta WHERE key = 'mode'`).pluck().get()).toBe('shared')
    database.close()
  })

  it('is not opened from the network while its own machine has it open', async () => {
    await startShareDesk(store, 'server', { place: 'local' }).ask({ do: 'open' })
    expect((await startShareDesk(store, 'b').ask({ do: 'open' })).refused).toMatchObject({ code: 'store_mode_local' })
  })

  it('once shared stays so on its own machine too, which proves itself like everybody', async () => {
    const far = startShareDesk(store, 'b')
    await far.ask({ do: 'open' })
    const server = startShareDesk(store, 'server', { place: 'local' })
    expect((await server.ask({ do: 'open' })).facts).toMatchObject({ mode: 'shared', readOnly: 'share_on_trial' })
    await eventually('the server may write', async () => (await readOnlyOf(server)) === null, 90_000)
  })
})
