import { type OpenOptions, openStore } from '@main/store/open'
import type { Store } from '@main/store/store'
import { MIGRATIONS } from '@main/store/migrations'

/**
 * A desk of another machine, in a process of its own: opens a store as if it lay on a share (or on a local disk) and
 * does what its parent says. `share-desk STORE MACHINE PLACE VERSIONS`: VERSIONS more or fewer migrations than this
 * program's.
 */
const [path = '', machine = '', place = 'network', versions = '0'] = process.argv.slice(2)

const migrations = [
  ...MIGRATIONS.slice(0, MIGRATIONS.length + Math.min(0, Number(versions))),
  ...(Number(versions) > 0
    ? [{ version: MIGRATIONS.length + 1, name: 'later', statements: { sqlite: ['CREATE TABLE later (x)'] } }]
    : []),
]

const options: OpenOptions = {
  detect: () => ({ network: place === 'network', kind: 'prova', source: '', localLocks: null, synced: null }),
  identity: {
    desk: machine,
    machine,
    boot: machine,
    host: `PC-${machine}`,
    user: 'maria',
    kind: 'web',
    version: 'test',
    pid: process.pid,
  },
  migrations,
}

export type DeskOrder =
  | { readonly do: 'open' | 'facts' | 'close' }
  | { readonly do: 'write' | 'read'; readonly key: string }
  /** Lets its event loop stand still, as a machine that sleeps. */
  | { readonly do: 'freeze'; readonly ms: number }

let store: Store | null = null

const carryOut = async (order: DeskOrder): Promise<unknown> => {
  if (order.do === 'open') {
    const opened = await openStore(path, options)
    if (!opened.ok) return { refused: opened.error }
    store = opened.value
    store.feed.start(250)
    return { facts: store.facts }
  }
  if (store === null) return { refused: 'closed' }
  switch (order.do) {
    case 'facts':
      return { facts: store.facts }
    case 'write': {
      const written = await store.write(async (db) => {
        await db.insertInto('meta').values({ key: order.key, value: machine }).execute()
      })
      return written.ok ? { ok: true } : { refused: written.error }
    }
    case 'read': {
      const read = await store.read((db) =>
        db.selectFrom('meta').select('value').where('key', '=', order.key).executeTakeFirst(),
      )
      return read.ok ? { value: read.value?.value ?? null } : { refused: read.error }
    }
    case 'close':
      await store.close()
      store = null
      return {}
    case 'freeze': {
      const end = Date.now() + order.ms
      while (Date.now() < end);
      return {}
    }
  }
}

let line: Promise<unknown> = Promise.resolve()
process.on('message', ({ id, order }: { id: number; order: DeskOrder }) => {
  line = line
    .then(() => carryOut(order))
    .catch((error: unknown) => ({ bug: String(error) }))
    .then((answer) => process.send?.({ id, answer }))
})
process.on('disconnect', () => process.exit(0))
