import { setTimeout as sleep } from 'node:timers/promises'
import { openStore } from '@main/store/open'
import { Act, acting } from '@main/store/audit/acting'

/**
 * A desk in a process of its own, to be killed: `register-writer STORE DESK` adds bodies in somebody's name as fast as it
 * can and says each name once the store has it.
 */
const [path = '', desk = ''] = process.argv.slice(2)
const opened = await openStore(path)
if (!opened.ok) throw new Error(opened.error.code)
const store = opened.value
store.trail.sign({ id: desk, host: desk, osUser: 'prova', now: () => Date.now() })
for (let n = 0; ; n += 1) {
  const name = `${desk} ${process.pid} ${n}`
  store.trail.look({
    kind: 'look',
    name: 'tickets.get',
    actor: { id: 1, name: 'anna' },
    entity: 'tickets',
    object: n,
    outcome: 'ok',
  })
  const act = new Act({ kind: 'change', name: 'settings.saveBody', actor: { id: 1, name: 'anna' } })
  const written = await acting(act, () =>
    store.write((db) => db.insertInto('bodies').values({ name }).executeTakeFirstOrThrow()),
  )
  // No office writes without drawing breath, and a writer that does starves the other.
  await sleep(Math.random() * 8)
  if (written.ok) process.stdout.write(`${name}\t${written.value.insertId}\n`)
}
