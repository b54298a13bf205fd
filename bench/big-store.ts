import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { openStore } from '@main/store/open'
import type { Store } from '@main/store/store'

const FOLDER = resolve('bench/out')
/** A few thousand real ones at the start carry users, crews, districts and texts; the rest are their copies. */
const SEEDED = 2000

/**
 * A store of so many tickets, made once and kept: the demonstration's tickets multiplied by SQL, since a million of them
 * through the use cases would take an hour. About one in fifty stays open, as in an office that keeps up.
 */
export const bigStore = async (tickets: number): Promise<Store> => {
  const path = join(FOLDER, `store-${tickets}.db`)
  if (!existsSync(path)) await make(path, tickets)
  const opened = await openStore(path)
  if (!opened.ok) throw new Error(opened.error.code)
  return opened.value
}

const make = async (path: string, tickets: number): Promise<void> => {
  mkdirSync(dirname(path), { recursive: true })
  const part = `${path}.part`
  for (const end of ['', '-wal', '-shm']) rmSync(`${part}${end}`, { force: true })
  const seeded = Math.min(SEEDED, tickets)
  await makeDemoStore(part, { tickets: seeded })
  const database = new Database(part)
  database.pragma('synchronous = OFF')
  const columns = (database.pragma('table_info(tickets)') as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => !['id', 'year', 'seq', 'number', 'tracking_code'].includes(name))
  const copied = columns.join(', ')
  const copy = database.prepare(
    `INSERT INTO tickets (id, year, seq, number, tracking_code, ${copied})
     SELECT id + @shift, 1990 + (id + @shift) / 100000, (id + @shift) % 100000, 'SEGN-X-' || (id + @shift), 'X' || (id + @shift), ${columns
       .map((name) =>
         name === 'lat' || name === 'lon' ? `${name} + ((id * 7919 + @shift) % 1000 - 500) * 0.00002` : name,
       )
       .join(', ')}
     FROM tickets WHERE id <= @seeded AND (is_open = 0 OR id % 8 = 0)`,
  )
  const words = database.prepare(
    `INSERT INTO ticket_search SELECT s.ticket_id + @shift, s.head, s.people, s.place, s.body
     FROM ticket_search s JOIN tickets t ON t.id = s.ticket_id + @shift WHERE s.ticket_id <= @seeded`,
  )
  for (
    let shift = seeded;
    (database.prepare('SELECT count(*) FROM tickets').pluck().get() as number) < tickets;
    shift += seeded
  ) {
    database.transaction(() => {
      copy.run({ shift, seeded })
      words.run({ shift, seeded })
    })()
  }
  database.exec(`DELETE FROM change_log; INSERT INTO ticket_fts (ticket_fts) VALUES ('optimize'); ANALYZE`)
  database.close()
  renameSync(part, path)
  renameSync(`${part}.allegati`, `${path}.allegati`)
}
