import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client, Contract } from '@shared/contract'
import { clientOf } from '@shared/contract/define'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type Engine, composeEngine } from '@main/engine/compose'
import { recentStores } from '@main/features/desk/recent-stores'
import { DeskConfig } from '@main/platform/desk-config'
import { silentLogger } from '@main/platform/logger'
import { fileSecrets } from '@main/platform/secrets'
import { memoryLine } from '@main/transport/memory'
import { PASSWORD, codeOf, makeOfficeStore, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'

let folder: string
let user: string
const engines: Engine[] = []

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'choosing-'))
  user = join(folder, 'utente')
})
afterEach(async () => {
  for (const engine of engines.splice(0)) await engine.stop()
  await rm(folder, { recursive: true, force: true })
})

interface Started {
  readonly engine: Engine
  readonly client: Client
}

const startHost = async (
  over: {
    storePath?: string
    demo?: boolean
    mayChooseStore?: boolean
    makeDemo?: (path: string) => Promise<void>
    tryAgainMs?: number
  } = {},
): Promise<Started> => {
  const engine = composeEngine({
    config: {
      host: 'web',
      version: 'test',
      userFolder: user,
      storePath: over.storePath ?? null,
      demo: over.demo ?? false,
      mayChooseStore: over.mayChooseStore ?? true,
      hostSecrets: false,
      console: false,
      serve: null,
    },
    secrets: fileSecrets(join(user, 'segreti.json')),
    logger: silentLogger,
    ...(over.tryAgainMs === undefined ? {} : { tryAgainMs: over.tryAgainMs }),
    makeDemo: over.makeDemo ?? ((path) => makeDemoStore(path, { tickets: 5 })),
  })
  engines.push(engine)
  await engine.start()
  const line = memoryLine()
  engine.door.accept('line', line.channel)
  return { engine, client: clientOf<Contract>(line.invoke) }
}
const stop = async ({ engine }: Started): Promise<void> => {
  engines.splice(engines.indexOf(engine), 1)
  await engine.stop()
}
const office = async (name: string): Promise<string> => {
  const path = join(folder, name)
  await makeOfficeStore(path)
  return path
}
const desksOf = async ({ engine }: Started): Promise<string[]> =>
  valueOf(await engine.current.store.read((db) => db.selectFrom('desks').select('id').orderBy('id').execute())).map(
    ({ id }) => id,
  )

describe('two hosts of one user', () => {
  it('are two desks: each has a row and leases of its own', async () => {
    const path = await office('archivio.db')
    const one = await startHost({ storePath: path })
    const two = await startHost({ storePath: path })
    expect(await desksOf(one)).toHaveLength(2)
    expect(await one.engine.current.leases.hold('posta')).toMatchObject({ state: 'held', lease: { fence: 1 } })
    expect(await two.engine.current.leases.hold('posta')).toEqual({ state: 'other' })
    await two.engine.current.leases.release('posta')
    expect(await one.engine.current.leases.hold('posta')).toMatchObject({ state: 'held', lease: { fence: 1 } })
  })

  it('a host that comes back is the desk that it was, and goes on with its own lease', async () => {
    const path = await office('archivio.db')
    const first = await startHost({ storePath: path })
    const [id] = await desksOf(first)
    await first.engine.current.leases.hold('posta')
    await stop(first)
    const again = await startHost({ storePath: path })
    expect(await desksOf(again)).toEqual([id])
    expect(await again.engine.current.leases.hold('posta')).toMatchObject({ state: 'held', lease: { fence: 1 } })
  })

  it('remember the stores that either had open, and forget none that the other has open now', async () => {
    const [a, b] = [new DeskConfig(user, 1), new DeskConfig(user, 2)]
    expect(a.deskId).not.toBe(b.deskId)
    a.opened('/uno.db')
    b.opened('/due.db')
    a.closed('/uno.db')
    expect(new DeskConfig(user).lastStore).toBe('/due.db')
    expect(new DeskConfig(user).recentStores).toEqual(['/due.db', '/uno.db'])
  })

  it('serve and follow each on its own: the second reaches for nothing of the first', () => {
    const [a, b] = [new DeskConfig(user, 1), new DeskConfig(user, 2)]
    a.serves({ address: '0.0.0.0', port: 47_621, movedTo: null })
    expect(new DeskConfig(user, 2).serving).toBeNull()
    b.serves({ address: '0.0.0.0', port: 47_622, movedTo: null })
    b.serves(null)
    expect(new DeskConfig(user, 1).serving).toEqual({ address: '0.0.0.0', port: 47_621, movedTo: null })
  })

  it('know what an older program kept for both as the first one’s', async () => {
    await mkdir(user, { recursive: true })
    const old = { deskId: 'una-postazione', serving: { address: '0.0.0.0', port: 47_621 }, link: null }
    await writeFile(join(user, 'desk.json'), JSON.stringify(old))
    expect(new DeskConfig(user, 1).serving).toEqual({ address: '0.0.0.0', port: 47_621, movedTo: null })
    expect(new DeskConfig(user, 2).serving).toBeNull()
    expect(new DeskConfig(user, 1).link).toBeNull()
  })

  it('still work in a folder that takes nothing, each as a desk of its own', async () => {
    await writeFile(user, 'a file where the folder should be')
    const path = await office('archivio.db')
    const one = await startHost({ storePath: path })
    await startHost({ storePath: path })
    expect(await desksOf(one)).toHaveLength(2)
  })
})

describe('choosing a store', () => {
  it('waits for the change before it: two clicks end with one store open and its parts running', async () => {
    const { engine, client } = await startHost()
    const paths = [await office('uno.db'), await office('due.db')]
    const answers = await Promise.all(paths.map((path) => client.desk.openStore({ path })))
    // The second click comes when a store is open already, and nobody has signed in to it.
    expect(answers.map(codeOf)).toEqual(['ok', 'forbidden'])
    expect(engine.current.store.facts.path).toBe(paths[0])
    expect(await desksOf({ engine, client })).toHaveLength(1)
  })

  it('is for whoever manages the store that is open, also when it is only to be closed', async () => {
    const { client } = await startHost({ storePath: await office('archivio.db') })
    valueOf(await client.accounts.signIn({ username: 'reader', password: PASSWORD }))
    expect(codeOf(await client.desk.closeStore({}))).toBe('forbidden')
    valueOf(await client.accounts.signIn({ username: 'administrator', password: PASSWORD }))
    expect(valueOf(await client.desk.closeStore({})).store).toBeNull()
  })

  it('keeps what was still being written into the store that is left', async () => {
    const [from, to] = [await office('uno.db'), await office('due.db')]
    const { engine, client } = await startHost({ storePath: from })
    valueOf(await client.accounts.signIn({ username: 'administrator', password: PASSWORD }))
    const left = engine.current.store
    const written = left.write(async (db) => {
      await db.insertInto('bodies').values({ name: 'Ente in coda' }).execute()
    })
    const chosen = client.desk.openStore({ path: to })
    expect(codeOf(await written)).toBe('ok')
    expect(codeOf(await chosen)).toBe('ok')
    expect(codeOf(await left.read(async () => 0))).toBe('no_store_open')
  })

  it('makes a demonstration anew that was only half made', async () => {
    await mkdir(user, { recursive: true })
    const killed = await startHost({
      makeDemo: async (path) => {
        await makeOfficeStore(path)
        throw new Error('killed half way')
      },
    })
    expect((await killed.client.desk.openDemo({})).ok).toBe(false)
    await stop(killed)
    expect(existsSync(join(user, 'dimostrazione.db'))).toBe(false)
    const { client } = await startHost()
    expect(valueOf(await client.desk.openDemo({})).store).toMatchObject({ demo: true, name: 'dimostrazione.db' })
  })
})

describe('a store that came back from a share to this disk', () => {
  /** As a file that was copied here by hand says it of itself. */
  const broughtBack = async (proofs: readonly { host: string; witness: string; at: number }[]): Promise<string> => {
    const path = await office('archivio.db')
    const file = new Database(path)
    file.pragma('journal_mode = TRUNCATE')
    file.prepare(`INSERT OR REPLACE INTO meta (key, value) VALUES ('mode', 'shared')`).run()
    const add = file.prepare(
      'INSERT INTO share_proofs (machine, host, word, witness, proved_at) VALUES (?, ?, ?, ?, ?)',
    )
    for (const { host, witness, at } of proofs) add.run(`macchina-${host}`, host, 'parola', witness, at)
    file.close()
    return path
  }
  const signedIn = async (started: Started): Promise<Client> => {
    valueOf(await started.client.accounts.signIn({ username: 'administrator', password: PASSWORD }))
    return started.client
  }

  it('says so with who else had it last, and works in the fast mode when a person says that it may', async () => {
    const at = Date.UTC(2026, 9, 3)
    const path = await broughtBack([
      { host: 'PC-SPORTELLO', witness: 'PC-URP', at },
      { host: 'PC-ANAGRAFE', witness: 'PC-URP', at: at - 1000 },
    ])
    const { engine, client } = await startHost({ storePath: path })
    await signedIn({ engine, client })
    expect(engine.current.store.facts.mode).toBe('shared')
    expect(valueOf(await client.desk.health({})).sharedHere).toEqual({ lastOther: { host: 'PC-SPORTELLO', at } })
    expect(valueOf(await client.desk.makeLocal({})).store).toMatchObject({ mode: 'local', readOnly: null })
    // The store was closed and opened: everybody signs in anew.
    await signedIn({ engine, client })
    expect(valueOf(await client.desk.health({})).sharedHere).toBeNull()
    expect(engine.current.store.connections.writer.pragma('journal_mode', { simple: true })).toBe('wal')
  })

  it('stays as it is while another desk has it open', async () => {
    const path = await broughtBack([])
    const one = await startHost({ storePath: path })
    await signedIn(one)
    expect(valueOf(await one.client.desk.health({})).sharedHere).toEqual({ lastOther: null })
    const two = await startHost({ storePath: path })
    expect(codeOf(await one.client.desk.makeLocal({}))).toBe('desks_inside')
    await stop(two)
    expect(codeOf(await one.client.desk.makeLocal({}))).toBe('ok')
    expect(one.engine.current.store.facts.mode).toBe('local')
  })
})

describe('a store that does not open at the start', () => {
  it('is named with its reason, and opens at another try once it is back', async () => {
    const path = await office('archivio.db')
    await stop(await startHost({ storePath: path }))
    await rename(path, `${path}.away`)
    // Nothing is given: it is what the desk had open last. It may not be left for another here, only tried again.
    const { client } = await startHost({ mayChooseStore: false })
    const status = valueOf(await client.desk.status({}))
    expect(status).toMatchObject({ store: null, notOpened: { name: 'archivio.db', code: 'store_not_found' } })
    expect(codeOf(await client.desk.openAgain({}))).toBe('store_not_found')
    await rename(`${path}.away`, path)
    expect(valueOf(await client.desk.openAgain({}))).toMatchObject({ store: { name: 'archivio.db' }, notOpened: null })
  })

  it('opens by itself once it is back, as a share does that comes up after the desk', async () => {
    const path = await office('archivio.db')
    await stop(await startHost({ storePath: path }))
    await rename(path, `${path}.away`)
    const { client } = await startHost({ tryAgainMs: 30 })
    expect(valueOf(await client.desk.status({})).notOpened).toMatchObject({ code: 'store_not_found' })
    await rename(`${path}.away`, path)
    await eventually('the store', async () => valueOf(await client.desk.status({})).store?.name === 'archivio.db')
    expect(valueOf(await client.desk.status({})).notOpened).toBeNull()
  })

  it('keeps no engine from standing, whatever is thrown', async () => {
    const { client } = await startHost({
      demo: true,
      makeDemo: () => Promise.reject(new Error('no space for towns')),
    })
    expect(valueOf(await client.desk.status({}))).toMatchObject({ store: null, notOpened: { code: 'internal' } })
  })
})

describe('the recent stores', () => {
  it('are looked for side by side, and a share that does not answer is not waited for', async () => {
    const never = new Promise<never>(() => undefined)
    const found = await recentStores(
      ['/share/via.db', '/qui.db', '/manca.db'],
      (path) =>
        path.startsWith('/share') ? never : path === '/qui.db' ? Promise.resolve() : Promise.reject(new Error()),
      20,
    )
    expect(found.map(({ name, found: there }) => [name, there])).toEqual([
      ['via.db', false],
      ['qui.db', true],
      ['manca.db', false],
    ])
  })
})
