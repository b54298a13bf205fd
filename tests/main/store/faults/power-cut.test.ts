import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { checkCopy } from '@main/store/copies/check-copy'
import { defaultCopyFolder, listCopies } from '@main/store/copies/copy-folder'
import { CrashDisk } from '../../../support/crash-disk'
import { type DiskStep, readTrace, remark } from '../../../support/disk-trace'
import { startEngine } from '../../../support/engine-bundle'
import { eventually } from '../../../support/eventually'
import { faultsIn, openByItself } from '../../../support/report-check'
import { type Acknowledged, keepFiling } from '../../../support/report-clerk'
import { isFullDose, seedOf, seeded } from '../../../support/seeded'
import { diskShim, tracedDisk } from '../../../support/shims'
import {
  MODES,
  type WritingDesk,
  deskFolder,
  makeStoreIn,
  openWritingDesk,
  upload,
} from '../../../support/writing-desks'

const DESKS = 2
const REPORTS = isFullDose ? 300 : 30
const CUTS = isFullDose ? 1000 : 20

type Remark = { readonly report: string; readonly answer: Acknowledged } | { readonly copy: string }

let folder: string
let office: string
let path: string
let trace: string
const desks: WritingDesk[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'power-'))
  office = join(folder, 'ufficio')
  path = join(office, 'archivio.db')
  trace = join(folder, 'passi')
  mkdirSync(office)
})
afterEach(async () => {
  await Promise.all(desks.splice(0).map(({ engine }) => engine.kill()))
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

/** Desks file reports with photographs and make a copy; answers every step that they took on the disk. */
const work = async (): Promise<readonly DiskStep[]> => {
  await Promise.all(
    Array.from({ length: DESKS }, async (_, desk) => {
      desks[desk] = await openWritingDesk(
        (config) => startEngine(config, tracedDisk(office, trace)),
        path,
        deskFolder(folder, desk),
      )
    }),
  )
  const note = (made: Remark): void => remark(trace, JSON.stringify(made))
  const clerks = desks.map((desk, place) =>
    keepFiling(desk.page, `d${place}`, {
      onAcknowledged: (report, answer) => note({ report, answer }),
      attach: async (n) => {
        if (n % 5 !== 0) return []
        const stored = (await (await upload(desk, randomBytes(20_000))).json()) as { sha256: string }
        return [{ sha256: stored.sha256, name: 'buca.jpg' }]
      },
    }),
  )
  const filed = (): number => clerks.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0)
  await eventually('half of the reports', () => filed() > REPORTS / 2, 600_000)
  const manager = desks[0]!.engine.line()
  await manager.signIn('administrator')
  await eventually('a copy among the writers', async () => {
    const copy = await manager.client.copies.make({})
    if (copy.ok) note({ copy: copy.value.file })
    return copy.ok
  })
  await eventually('all the reports', () => filed() > REPORTS, 600_000)
  await Promise.all(clerks.map((clerk) => clerk.stop()))
  await Promise.all(desks.splice(0).map(({ engine }) => engine.kill()))
  return readTrace(trace)
}

/** Where the power goes: anywhere, and just when something was confirmed. */
const momentsIn = (steps: readonly DiskStep[], random: () => number): ReadonlySet<number> => {
  const confirmed = [...steps.keys()].filter((step) => steps[step]?.kind === 'remark')
  const somewhere = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!
  return new Set(Array.from({ length: CUTS }, (_, n) => somewhere(n % 2 === 0 ? confirmed : [...steps.keys()])))
}

const copyFaults = async (image: string, copied: boolean): Promise<string[]> => {
  const store = join(image, 'archivio.db')
  const states = await Promise.all(
    (await listCopies(defaultCopyFolder(store), { path: store, id: null })).map(async ({ file, tickets }) => ({
      hasPaper: tickets !== null,
      ...(await checkCopy(file)),
    })),
  )
  const wrong = states.filter(({ state, hasPaper }) => hasPaper && state !== 'sound')
  if (copied && !states.some(({ state, hasPaper }) => hasPaper && state === 'sound')) return ['the copy is lost']
  return wrong.map(({ state, found }) => `a copy with a paper is ${state} (${found})`)
}

describe.skipIf(diskShim === null)('a power cut (needs gcc)', () => {
  it.each(MODES)(
    `takes nothing that was confirmed, and leaves a sound store (%s, ${CUTS} cuts)`,
    async (mode) => {
      const seed = seedOf(mode === 'local' ? 21 : 22)
      const random = seeded(seed)
      await makeStoreIn(mode, path)
      const disk = new CrashDisk(office)
      const lyingDisk = new CrashDisk(office, () => false)
      const steps = await work()
      const moments = momentsIn(steps, random)
      const confirmed = new Map<string, Acknowledged>()
      let copied = false
      for (const [place, step] of steps.entries()) {
        disk.take(step)
        lyingDisk.take(step)
        if (step.kind === 'remark') {
          const made = JSON.parse(step.data.toString()) as Remark
          if ('copy' in made) copied = true
          else confirmed.set(made.report, made.answer)
        }
        if (!moments.has(place)) continue
        const image = join(folder, 'dopo')
        const reached = [0, 0.1, 0.5, 0.9, 1][Math.floor(random() * 5)] ?? 0
        const block = random() < 0.5 ? 512 : 4096
        disk.leave(image, { random, reached, block })
        const faults = [
          ...(await copyFaults(image, copied)),
          ...(await faultsIn(join(image, 'archivio.db'), confirmed, openByItself)),
        ]
        expect(faults, `seed ${seed}, step ${place} of ${steps.length}, ${reached} reached, ${block} bytes`).toEqual([])
        await rm(image, { recursive: true })
      }
      expect(confirmed.size).toBeGreaterThanOrEqual(REPORTS)
      // The same work on a disk that only says that it has flushed: what this test looks for is what it finds.
      lyingDisk.leave(join(folder, 'bugia'), { random, reached: 0.5, block: 4096 })
      expect(await faultsIn(join(folder, 'bugia', 'archivio.db'), confirmed, openByItself)).not.toEqual([])
    },
    3_600_000,
  )
})
