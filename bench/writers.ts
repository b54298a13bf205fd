import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ticketHandlers } from '@main/features/tickets/handlers'
import { systemClock } from '@main/platform/clock'
import { silentLogger } from '@main/platform/logger'
import { secureRandom } from '@main/platform/random'
import type { StoreMode } from '@main/store/choose-mode'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { openStore } from '@main/store/open'
import { contract } from '@shared/contract'
import { startEngineFile } from '../tests/support/engine-process'
import { faultsIn } from '../tests/support/report-check'
import { type Acknowledged, keepFiling } from '../tests/support/report-clerk'
import { faultyLocks, lockShim } from '../tests/support/shims'
import { MODES, deskFolder, makeStoreIn, openWritingDesk } from '../tests/support/writing-desks'
import { type Bench, type Row, inTurn, quantile, timeRow } from './bench'
import { benchCaller } from './bench-caller'

const ENGINE = resolve('out/main/engine.js')
const DESKS = [1, 2, 4, 8]
const SECONDS = 6
/** A round trip to a file server in the same building, and a slow one. */
const LATE_MS = 5

interface Measured {
  readonly rate: number
  readonly slowestDesk: number
  readonly times: readonly number[]
  readonly refused: string
  readonly faults: readonly string[]
}

/** Desks as processes of their own, each filing one report after the other without drawing breath. */
const filing = async (mode: StoreMode, desks: number, env: NodeJS.ProcessEnv): Promise<Measured> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-writers-'))
  const path = join(folder, 'archivio.db')
  await makeStoreIn(mode, path)
  const opened = await Promise.all(
    Array.from({ length: desks }, (_, desk) =>
      openWritingDesk((config) => startEngineFile(ENGINE, config, env), path, deskFolder(folder, desk)),
    ),
  )
  const start = performance.now()
  const clerks = opened.map(({ page }, desk) => keepFiling(page, `d${desk}`))
  await sleep(SECONDS * 1000)
  await Promise.all(clerks.map((clerk) => clerk.stop()))
  const seconds = (performance.now() - start) / 1000
  await Promise.all(opened.map(({ engine }) => engine.stop()))
  const confirmed = new Map<string, Acknowledged>(clerks.flatMap(({ acknowledged }) => [...acknowledged]))
  const refused = new Map<string, number>()
  for (const clerk of clerks)
    for (const [code, times] of clerk.refused) refused.set(code, (refused.get(code) ?? 0) + times)
  const faults = await faultsIn(path, confirmed)
  await rm(folder, { recursive: true, force: true })
  return {
    rate: confirmed.size / seconds,
    slowestDesk: Math.min(...clerks.map(({ acknowledged }) => acknowledged.size)) / seconds,
    times: clerks.flatMap(({ times }) => times),
    refused: refused.size === 0 ? 'none' : [...refused].map(([code, times]) => `${code} ${times}`).join(', '),
    faults,
  }
}

const series = async (mode: StoreMode, lateMs: number): Promise<Row[]> => {
  const env = lateMs > 0 ? faultyLocks(`slow:${lateMs}`) : process.env
  const rows: Row[] = []
  let alone = 0
  for (const desks of DESKS) {
    const { rate, slowestDesk, times, refused, faults } = await filing(mode, desks, env)
    if (desks === 1) alone = rate
    rows.push({
      name: `reports by ${desks} desks, ${mode === 'local' ? 'write-ahead log' : 'rollback journal'}${lateMs > 0 ? `, each lock ${lateMs} ms late` : ''} (p95: the slowest desk)`,
      size: desks,
      median: rate,
      p95: slowestDesk,
      unit: '1/s',
      limit: alone,
      ratio: rate / alone,
      goal: '≥ 0.7× one desk, none refused, none lost',
      met: rate >= 0.7 * alone && refused === 'none' && faults.length === 0,
      note: `p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms, refused: ${refused}, wrong afterwards: ${faults.length}`,
    })
  }
  return rows
}

/** What it costs that a confirmed report is on the disk, not only with the system. */
const flushed = async (): Promise<Row> => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-flush-'))
  const path = join(folder, 'archivio.db')
  await makeStoreIn('local', path)
  const store = await openStore(path)
  if (!store.ok) throw new Error(store.error.code)
  const current = new CurrentStore()
  current.set(openedStore(store.value, 'bench'))
  const handlers = ticketHandlers({ current, clock: systemClock, random: secureRandom, logger: silentLogger })
  const report = contract.tickets.create.input.parse({ channel: 'phone', subject: 'Buca', description: 'Profonda.' })
  const write = (synchronous: 'FULL' | 'NORMAL') => (): Promise<unknown> => {
    store.value.connections.writer.pragma(`synchronous = ${synchronous}`)
    return handlers.create(benchCaller, report)
  }
  const timed = await inTurn(300, write('FULL'), write('NORMAL'))
  await store.value.close()
  await rm(folder, { recursive: true, force: true })
  return {
    ...timeRow('a report on the disk before it is confirmed (synchronous=FULL), against NORMAL', 300, timed, 0),
    goal: 'a price, not a goal',
    met: true,
  }
}

/** Every journal mode of ours, by one to eight processes. */
export const writers: Bench = async () => {
  const rows: Row[] = [await flushed()]
  for (const mode of MODES) rows.push(...(await series(mode, 0)))
  if (lockShim !== null) for (const mode of MODES) rows.push(...(await series(mode, LATE_MS)))
  return rows
}
