import Database from 'better-sqlite3'
import { connect } from '@main/store/connect'
import { storeError } from '@main/store/errors'
import { openStore } from '@main/store/open'
import { inspect, isLeftUnfinished, takeBackUnfinished } from '@main/store/open-steps'
import { type Check, verifyStore } from '@main/store/verify'
import type { Acknowledged } from './report-clerk'

interface FoundTicket {
  readonly id: number
  readonly seq: number
  readonly number: string
  readonly created: number
}

/**
 * What is wrong with a store after whatever happened to it: it opens, everything that `verify` knows is true, each
 * confirmed report stands there once under its number with its timeline and is found by search, and the numbers have
 * neither gaps nor doubles. Empty when all is well.
 */
export const faultsIn = async (
  path: string,
  acknowledged: Iterable<readonly [subject: string, Acknowledged]>,
  look: (path: string) => Promise<string | null> = openAndClose,
): Promise<string[]> => {
  const refused = await look(path)
  if (refused !== null) return [`does not open: ${refused}`]
  const checks = (await verifyStore({ path, readOnly: false })).filter(({ ok }) => !ok)
  return [...checks.map(wordsOf), ...reportFaults(path, acknowledged)]
}

const openAndClose = async (path: string): Promise<string | null> => {
  const opened = await openStore(path)
  if (!opened.ok) return opened.error.code
  await opened.value.close()
  return null
}

/** As a desk opens it, without asking whether the share's locks hold: that takes two processes each time. */
export const openByItself = (path: string): Promise<string | null> => {
  try {
    if (isLeftUnfinished(path)) takeBackUnfinished(path)
    const found = inspect(path)
    if (!found.ok) return Promise.resolve(found.error.code)
    const { writer, reader } = connect(path, found.value.mode ?? 'local', false)
    reader.close()
    writer.close()
    return Promise.resolve(null)
  } catch (error) {
    const known = storeError(error)
    if (known === null) throw error
    return Promise.resolve(known.code)
  }
}

const wordsOf = ({ name, found, detail }: Check): string => `${name}: ${found} ${detail}`

const reportFaults = (path: string, acknowledged: Iterable<readonly [string, Acknowledged]>): string[] => {
  const database = new Database(path, { readonly: true })
  try {
    const faults: string[] = []
    const tickets = database.prepare(
      `SELECT id, seq, number, (SELECT count(*) FROM timeline WHERE ticket_id = t.id AND kind = 'created') AS created
       FROM tickets t WHERE subject = ?`,
    )
    const search = database.prepare('SELECT rowid FROM ticket_fts WHERE ticket_fts MATCH ?').pluck()
    for (const [subject, { id, number }] of acknowledged) {
      const found = tickets.all(subject) as FoundTicket[]
      const [ticket] = found
      if (!ticket) faults.push(`${subject} was confirmed and is lost`)
      else if (found.length > 1) faults.push(`${subject} stands ${found.length} times`)
      else if (ticket.id !== id || ticket.number !== number) faults.push(`${subject} has the number ${ticket.number}`)
      else if (ticket.created !== 1) faults.push(`${subject} began ${ticket.created} times`)
      else if (!search.all(`"${subject}"`).includes(id)) faults.push(`${subject} is not found by search`)
    }
    const twice = database.prepare('SELECT subject FROM tickets GROUP BY subject HAVING count(*) > 1').pluck().all()
    const sequence = database.prepare('SELECT seq FROM tickets ORDER BY seq').pluck().all() as number[]
    const gap = sequence.findIndex((seq, place) => seq !== place + 1)
    if (twice.length > 0) faults.push(`filed twice: ${twice.slice(0, 3).join(', ')}`)
    if (gap >= 0) faults.push(`number ${sequence[gap]} stands at place ${gap + 1}`)
    return faults
  } finally {
    database.close()
  }
}
