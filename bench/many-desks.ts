import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type Bench, median, quantile } from './bench'

const DESKS = 8
const WRITES = 400
const ROUNDS = 5

interface Outcome {
  /** Reports a second, all desks together. */
  readonly rate: number
  readonly refused: number
}

const write = async (path: string, desks: number): Promise<Outcome> => {
  const writer = join(import.meta.dirname, 'desk-writer.ts')
  const children: ChildProcess[] = []
  for (let at = 0; at < desks; at += 1)
    children.push(fork(writer, [path, `desk${at}`, String(WRITES / desks)], { execArgv: ['--import', 'tsx'] }))
  await Promise.all(children.map((child) => once(child, 'message')))
  const start = performance.now()
  const answers = children.map(async (child) => {
    child.send('go')
    const [{ refused }] = (await once(child, 'message')) as [{ refused: number }]
    return refused
  })
  const refused = (await Promise.all(answers)).reduce((sum, one) => sum + one, 0)
  const rate = (WRITES * 1000) / (performance.now() - start)
  await Promise.all(children.map((child) => (child.exitCode === null ? once(child, 'exit') : null)))
  return { rate, refused }
}

const ticketsIn = (path: string): number => {
  const database = new Database(path, { readonly: true })
  const count = database.prepare("SELECT count(*) FROM tickets WHERE subject LIKE 'Buca desk%'").pluck().get() as number
  database.close()
  return count
}

/** Reports filed by eight desks at once in one file, against the same number filed by one. */
export const manyDesks: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-desks-'))
  const path = join(folder, 'a.db')
  await makeDemoStore(path, { tickets: 50 })
  const eight: number[] = []
  const one: number[] = []
  let refused = 0
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const [desks, rates] of [
      [DESKS, eight],
      [1, one],
    ] as const) {
      const outcome = await write(path, desks)
      rates.push(outcome.rate)
      refused += outcome.refused
    }
  }
  const lost = ROUNDS * 2 * WRITES - ticketsIn(path) - refused
  await rm(folder, { recursive: true, force: true })
  const ratio = median(eight) / median(one)
  return [
    {
      name: `${DESKS} desks writing on one store, against one desk (${lost} lost, ${refused} refused)`,
      size: WRITES,
      median: median(eight),
      p95: quantile(eight, 0.05),
      unit: '1/s',
      limit: median(one),
      ratio,
      goal: 'none lost, none refused, ≥ 0.7×',
      met: lost === 0 && refused === 0 && ratio >= 0.7,
    },
  ]
}
