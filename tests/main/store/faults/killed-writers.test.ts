import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEngine } from '../../../support/engine-bundle'
import { eventually } from '../../../support/eventually'
import { faultsIn } from '../../../support/report-check'
import { type Acknowledged, type ReportClerk, keepFiling } from '../../../support/report-clerk'
import { isFullDose, seedOf, seeded } from '../../../support/seeded'
import { MODES, type WritingDesk, deskFolder, makeStoreIn, openWritingDesk } from '../../../support/writing-desks'

const DESKS = 4
const KILLS = isFullDose ? 200 : 6

interface Seat extends WritingDesk {
  readonly clerk: ReportClerk
}

let folder: string
let path: string
const seats: Seat[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'killed-'))
  path = join(folder, 'archivio.db')
})
afterEach(async () => {
  await Promise.all(seats.splice(0).map(({ engine }) => engine.kill()))
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe(`${DESKS} desks that write and are killed`, () => {
  it.each(MODES)(
    `lose nothing that they had confirmed (%s, ${KILLS} kills)`,
    async (mode) => {
      const seed = seedOf(mode === 'local' ? 11 : 12)
      const random = seeded(seed)
      const confirmed = new Map<string, Acknowledged>()
      await makeStoreIn(mode, path)
      const sitDown = async (desk: number, round: number): Promise<void> => {
        const opened = await openWritingDesk(startEngine, path, deskFolder(folder, desk))
        const clerk = keepFiling(opened.page, `d${desk}r${round}`, {
          onAcknowledged: (subject, answer) => confirmed.set(subject, answer),
          pause: () => random() * 10,
        })
        seats[desk] = { ...opened, clerk }
      }
      await Promise.all(Array.from({ length: DESKS }, (_, desk) => sitDown(desk, 0)))
      for (let round = 1, left = KILLS; left > 0; round += 1) {
        const chosen = [...seats.keys()].filter(() => random() < 0.6).slice(0, left)
        await eventually(
          'each of them has written',
          () => chosen.every((desk) => seats[desk]!.clerk.acknowledged.size > 0),
          600_000,
        )
        await sleep(random() * 80)
        await Promise.all(chosen.map((desk) => seats[desk]!.engine.kill()))
        left -= chosen.length
        // Whoever was killed last stays so: the others go on without.
        if (left > 0) await Promise.all(chosen.map((desk) => sitDown(desk, round)))
      }
      await Promise.all(seats.map(({ clerk }) => clerk.stop()))
      await Promise.all(seats.map(({ engine }) => engine.stop()))
      expect(confirmed.size).toBeGreaterThan(KILLS)
      expect(await faultsIn(path, confirmed), `seed ${seed}`).toEqual([])
    },
    3_600_000,
  )
})
