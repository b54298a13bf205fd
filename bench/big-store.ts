import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { openStore } from '@main/store/open'
import type { Store } from '@main/store/store'

const FOLDER = resolve('bench/out')
/** Goes into the name: a kept store of another making is not the same measure. */
const MAKING = 5
/** A few thousand real ones at the start carry users, crews, districts and texts; the rest are their copies. */
const SEEDED = 2000
/** A reporter in ten tickets, and the streets of a town. */
const TICKETS_A_CONTACT = 10
const STREET_COPIES = 25

const pathOf = (tickets: number): string => join(FOLDER, `store-${MAKING}-${tickets}.db`)

/** Where a store of so many tickets lies; made once and kept. */
export const bigStorePath = async (tickets: number): Promise<string> => {
  const path = pathOf(tickets)
  if (!existsSync(path)) await make(path, tickets)
  return path
}

/**
 * A store of so many tickets: the demonstration's tickets multiplied by SQL, since a million of them through the use
 * cases would take an hour. Timeline and messages are multiplied with them, contacts and streets up to a town's number.
 * About one ticket in fifty stays open, as in an office that keeps up.
 */
export const bigStore = async (tickets: number): Promise<Store> => {
  const opened = await openStore(await bigStorePath(tickets))
  if (!opened.ok) throw new Error(opened.error.code)
  return opened.value
}

const columnsOf = (database: Database.Database, table: string, without: readonly string[]): string[] =>
  (database.pragma(`table_info(${table})`) as { name: string }[])
    .map(({ name }) => name)
    .filter((name) => !without.includes(name))

/** `INSERT … SELECT` of a table's rows of the first tickets, with some columns said anew. */
const copyOf = (
  database: Database.Database,
  table: string,
  anew: Readonly<Record<string, string>>,
  where: string,
): Database.Statement => {
  const names = columnsOf(
    database,
    table,
    Object.keys(anew).filter((name) => anew[name] === ''),
  )
  return database.prepare(
    `INSERT INTO ${table} (${names.join(', ')}) SELECT ${names.map((name) => anew[name] ?? name).join(', ')} FROM ${table} WHERE ${where}`,
  )
}

const addStreets = (database: Database.Database): number => {
  const streets = database.prepare('SELECT count(*) FROM streets').pluck().get() as number
  database.exec(
    `WITH RECURSIVE copies(k) AS (SELECT 1 UNION ALL SELECT k + 1 FROM copies WHERE k < ${STREET_COPIES - 1})
     INSERT INTO streets (id, name, key) SELECT id + ${streets} * k, name || ' ' || char(65 + k) || 'gna', key || ' ' || char(97 + k) || 'gna'
     FROM streets, copies`,
  )
  return streets
}

/** Contacts with other surnames and numbers, so that a name is typed among many; answers how many copies there are. */
const addContacts = (database: Database.Database, contacts: number, wanted: number): number => {
  const copies = Math.max(1, Math.floor(wanted / contacts))
  const mixed = (column: string): string =>
    `substr(c.${column}, 1, instr(c.${column} || ' ', ' ')) || (SELECT substr(o.${column}, instr(o.${column}, ' ') + 1) FROM contacts o WHERE o.id = 1 + (c.id * 31 + @k * 577) % ${contacts})`
  const people = database.prepare(
    `INSERT INTO contacts (id, name, folded_name, address, notes, created_at, last_seen_at)
     SELECT c.id + @k * ${contacts}, ${mixed('name')}, ${mixed('folded_name')}, c.address, c.notes, c.created_at, c.last_seen_at
     FROM contacts c WHERE c.id <= ${contacts}`,
  )
  const identifiers = database.prepare(
    `INSERT INTO contact_identifiers (contact_id, kind, value, normalized, last9)
     SELECT contact_id + @k * ${contacts}, kind, value || @k, CASE WHEN last9 = '' THEN @k || normalized ELSE '+39' || changed END,
       CASE WHEN last9 = '' THEN '' ELSE changed END
     FROM (SELECT *, substr('000000000' || ((last9 + @k * 7919) % 1000000000), -9) AS changed FROM contact_identifiers WHERE contact_id <= ${contacts})`,
  )
  // As big integers: a JavaScript number is bound as a real, and a year would come out as 1990.02.
  database.transaction(() => {
    for (let k = 1; k < copies; k += 1) for (const statement of [people, identifiers]) statement.run({ k: BigInt(k) })
  })()
  return copies
}

const make = async (path: string, tickets: number): Promise<void> => {
  mkdirSync(dirname(path), { recursive: true })
  const part = `${path}.part`
  for (const end of ['', '-wal', '-shm', '.allegati']) rmSync(`${part}${end}`, { force: true, recursive: true })
  const seeded = Math.min(SEEDED, tickets)
  await makeDemoStore(part, { tickets: seeded })
  const database = new Database(part)
  database.pragma('synchronous = OFF')
  database.pragma('foreign_keys = OFF')
  database.pragma('cache_size = -400000')
  const logging = database
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND name LIKE '%\\_log\\_insert' ESCAPE '\\'")
    .all() as { name: string; sql: string }[]
  for (const { name } of logging) database.exec(`DROP TRIGGER ${name}`)
  const streets = addStreets(database)
  const contacts = database.prepare('SELECT max(id) FROM contacts').pluck().get() as number
  const messages = database.prepare('SELECT max(id) FROM messages').pluck().get() as number
  const copies = addContacts(database, contacts, tickets / TICKETS_A_CONTACT)
  const copied = `id <= ${seeded} AND (is_open = 0 OR id % 8 = 0)`
  const ofCopied = `ticket_id IN (SELECT id FROM tickets WHERE ${copied})`
  const nudged = (name: string): string => `${name} + ((id * 7919 + @shift) % 1000 - 500) * 0.00002`
  const statements = [
    copyOf(
      database,
      'tickets',
      {
        id: 'id + @shift',
        year: '1990 + (id + @shift) / 100000',
        seq: '(id + @shift) % 100000',
        number: "'SEGN-X-' || (id + @shift)",
        tracking_code: "'X' || (id + @shift)",
        contact_id: `contact_id + ${contacts} * (@round % ${copies})`,
        street_id: `street_id + ${streets} * (@round % ${STREET_COPIES})`,
        lat: nudged('lat'),
        lon: nudged('lon'),
      },
      copied,
    ),
    copyOf(database, 'ticket_search', { ticket_id: 'ticket_id + @shift' }, ofCopied),
    copyOf(
      database,
      'messages',
      {
        id: `id + ${messages} * @round`,
        ticket_id: 'ticket_id + @shift',
        header_message_id: "header_message_id || '.' || @shift",
      },
      ofCopied,
    ),
    copyOf(
      database,
      'timeline',
      { id: '', ticket_id: 'ticket_id + @shift', message_id: `message_id + ${messages} * @round` },
      ofCopied,
    ),
  ]
  const count = database.prepare('SELECT count(*) FROM tickets').pluck()
  for (let round = 1; (count.get() as number) < tickets; round += 1) {
    database.transaction(() => {
      for (const statement of statements) statement.run({ shift: BigInt(round * seeded), round: BigInt(round) })
    })()
  }
  for (const { sql } of logging) database.exec(sql)
  database.exec(`DELETE FROM change_log; INSERT INTO ticket_fts (ticket_fts) VALUES ('optimize')`)
  database.close()
  renameSync(part, path)
  renameSync(`${part}.allegati`, `${path}.allegati`)
}
