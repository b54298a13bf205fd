import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { canonicalText } from '@shared/audit/canonical'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { auditWitness } from '@main/engine/witness'
import { ticketHandlers } from '@main/features/tickets/handlers'
import { systemClock } from '@main/platform/clock'
import { silentLogger } from '@main/platform/logger'
import { secureRandom } from '@main/platform/random'
import { sha256Hex } from '@main/store/audit/audit-hash'
import { type StoredAudit, toCheckedRow } from '@main/store/audit/audit-rows'
import { checkAuditRows } from '@main/store/audit/check-audit'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { openStore } from '@main/store/open'
import { serve } from '@main/transport/serve'
import { type Bench, inTurn, timeRow } from './bench'
import { benchCaller } from './bench-caller'

const COMMANDS = 1000

/** A desk on a store of its own; without its register when `told` is false. */
const deskOf = async (folder: string, told: boolean) => {
  const path = join(folder, `${told ? 'with' : 'without'}.db`)
  await makeDemoStore(path, { tickets: 200 })
  const opened = await openStore(path)
  if (!opened.ok) throw new Error(opened.error.code)
  const store = opened.value
  if (!told) Object.assign(store.trail, { begin: () => 0, seal: () => () => undefined })
  const current = new CurrentStore()
  current.set(openedStore(store, 'bench'))
  const parts = { current, clock: systemClock, random: secureRandom, logger: silentLogger }
  const door = serve({
    // Only the tickets' calls are made here.
    handlers: { tickets: ticketHandlers(parts) } as unknown as Parameters<typeof serve>[0]['handlers'],
    callerOf: () => benchCaller,
    isStoreOpen: () => true,
    isLocked: () => false,
    lineClosed: () => undefined,
    witness: told ? auditWitness(current) : (_call, body) => body(),
    logger: silentLogger,
    clock: systemClock,
  })
  return {
    store,
    note: async (round: number) => {
      const answer = await door.call(benchCaller, 'tickets.addNote', { id: 1 + (round % 200), text: `Nota ${round}` })
      if (!answer.ok) throw new Error(answer.error.code)
    },
  }
}

/** A thousand commands with the register in their transactions against the same without it; and how fast it is checked. */
export const audit: Bench = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bench-audit-'))
  const told = await deskOf(folder, true)
  const silent = await deskOf(folder, false)
  const timed = await inTurn(COMMANDS, told.note, silent.note)
  const rows = told.store.connections.reader.prepare('SELECT count(*) FROM audit').pluck().get() as number
  const hashes = await inTurn(
    10,
    () => {
      if (!checkAuditRows(told.store.connections.reader).ok) throw new Error('the register does not follow')
    },
    () => {
      const all = told.store.connections.reader.prepare('SELECT * FROM audit ORDER BY id').all() as StoredAudit[]
      for (const row of all) sha256Hex(canonicalText(toCheckedRow(row), row.hash, row.hash))
    },
  )
  await told.store.close()
  await silent.store.close()
  await rm(folder, { recursive: true, force: true })
  return [
    timeRow('a command with its row in the register, against the same without', COMMANDS, timed, 1.25),
    timeRow('the whole register checked, against its rows read and hashed bare', rows, hashes, 2),
  ]
}
