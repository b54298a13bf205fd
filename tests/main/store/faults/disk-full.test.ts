import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TicketId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import { defaultCopyFolder } from '@main/store/copies/copy-folder'
import { DiskRoom } from '../../../support/disk-room'
import { codeOf, valueOf } from '../../../support/engine'
import { startEngine } from '../../../support/engine-bundle'
import type { PageLine } from '../../../support/engine-process'
import { eventually } from '../../../support/eventually'
import { faultsIn } from '../../../support/report-check'
import type { Acknowledged } from '../../../support/report-clerk'
import { isFullDose, seedOf, seeded } from '../../../support/seeded'
import { diskShim, scarceDisk } from '../../../support/shims'
import {
  MODES,
  type WritingDesk,
  deskFolder,
  makeStoreIn,
  openWritingDesk,
  upload,
} from '../../../support/writing-desks'

/** What a disk that is full may answer: a step that failed by name, or one that was carried out all the same. */
const MAY_BE = ['ok', 'disk_full']
/** No act takes more steps than this; a copy of the whole store comes nearest. */
const MOST_STEPS = 3000

let folder: string
let office: string
let path: string
let room: DiskRoom
let desk: WritingDesk
let manager: PageLine

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'full-'))
  office = join(folder, 'ufficio')
  path = join(office, 'archivio.db')
  mkdirSync(office)
  room = new DiskRoom(join(folder, 'posto'))
})
afterEach(async () => {
  room.free()
  await desk.engine.stop()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
})

const start = async (storePath: string | null): Promise<WritingDesk> => {
  const env = scarceDisk(office, room.control)
  if (storePath !== null) return openWritingDesk((config) => startEngine(config, env), storePath, deskFolder(folder, 0))
  const engine = await startEngine({ userFolder: deskFolder(folder, 0) }, env)
  return { engine, page: engine.line(), streamToken: '' }
}

interface OfficeAct {
  readonly name: string
  /** Carries it out and answers by its code. */
  readonly run: () => Promise<string>
  /** How many steps more the disk has room for the next time, at most, in a short dose. */
  readonly stride: number
  /** Cannot be done twice: that it succeeded is the end, also when a job in the background found no room. */
  readonly once?: boolean
}

/** Lets the disk fill up at each step of an act, until there is room for all of them; answers how often it was refused. */
const fillUnder = async (act: OfficeAct, needs: 'growth' | 'anything', random: () => number): Promise<number> => {
  let refusals = 0
  for (let steps = 0; steps < MOST_STEPS; steps += isFullDose ? 1 : 1 + Math.floor(random() * act.stride)) {
    room.scarce({ steps, needs })
    const code = await act.run()
    const { refused } = room
    room.free()
    expect(MAY_BE, `${act.name}, room for ${steps} steps (${needs})`).toContain(code)
    if (code !== 'ok') refusals += 1
    else if (refused === 0 || act.once === true) return refusals
  }
  throw new Error(`${act.name} never came to its end`)
}

describe.skipIf(diskShim === null)('a disk that is full (needs gcc)', () => {
  it.each(MODES)(
    'refuses by name at whichever step, does nothing by half, and goes on when there is room (%s)',
    async (mode) => {
      const seed = seedOf(mode === 'local' ? 31 : 32)
      const random = seeded(seed)
      await makeStoreIn(mode, path)
      desk = await start(path)
      manager = desk.engine.line()
      await manager.signIn('administrator')
      const confirmed = new Map<string, Acknowledged>()
      let notes = 0
      let asked = 0
      const report = async (): Promise<Result<Acknowledged>> => {
        asked += 1
        const subject = `Buca n${asked}`
        const made = await desk.page.client.tickets.create({ channel: 'phone', subject, description: 'x'.repeat(9000) })
        if (made.ok) confirmed.set(subject, made.value)
        return made
      }
      const first = valueOf(await report()).id as TicketId
      const acts: OfficeAct[] = [
        { name: 'a report', stride: 20, run: async () => codeOf(await report()) },
        {
          name: 'a note',
          stride: 20,
          run: async () => {
            const made = await desk.page.client.tickets.addNote({ id: first, text: `Nota ${notes + 1}` })
            if (made.ok) notes += 1
            return codeOf(made)
          },
        },
        {
          name: 'a photograph',
          stride: 6,
          run: async () => {
            // More than the network holds on its way: what the desk does not read, the page cannot send.
            const answer = await upload(desk, randomBytes(1_500_000))
            const said = (await answer.json()) as { error?: { code: string } }
            return said.error?.code ?? 'ok'
          },
        },
        { name: 'a copy', stride: 60, run: async () => codeOf(await manager.client.copies.make({})) },
      ]
      for (const act of acts)
        for (const needs of ['growth', 'anything'] as const)
          expect(await fillUnder(act, needs, random), `${act.name} (${needs}), seed ${seed}`).toBeGreaterThan(0)
      // The desk that lived through it has never stopped to write, and shows what it has confirmed and nothing else.
      await eventually('it reads', async () => (await desk.page.client.tickets.list({ limit: 1 })).ok)
      expect(valueOf(await desk.page.client.tickets.list({ limit: 1 })).total).toBe(confirmed.size)
      const { entries } = valueOf(await desk.page.client.tickets.timeline({ id: first }))
      expect(entries.filter(({ kind }) => kind === 'note')).toHaveLength(notes)
      valueOf(await report())
      const left = [office, defaultCopyFolder(path)].flatMap((place) =>
        readdirSync(place, { recursive: true }).map(String),
      )
      expect(left.filter((name) => name.endsWith('.part'))).toEqual([])
      await desk.engine.stop()
      expect(await faultsIn(path, confirmed), `seed ${seed}`).toEqual([])
    },
  )

  it.each(MODES)(
    'is told from one that became write-protected, fails, or keeps a person to a share of it (%s)',
    async (mode) => {
      await makeStoreIn(mode, path)
      desk = await start(path)
      let asked = 0
      const confirmed = new Map<string, Acknowledged>()
      const report = async (): Promise<string> => {
        const subject = `Buca n${(asked += 1)}`
        const made = await desk.page.client.tickets.create({ channel: 'phone', subject, description: 'Profonda.' })
        if (made.ok) confirmed.set(subject, made.value)
        return codeOf(made)
      }
      const ailment = async () => valueOf(await desk.page.client.desk.status({})).store?.ailment
      const faults = { EROFS: 'folder_unwritable', EIO: 'store_unreachable', EDQUOT: 'disk_full' } as const
      for (const error of ['EROFS', 'EIO', 'EDQUOT'] as const) {
        room.scarce({ steps: 0, needs: 'anything', error })
        expect(await report(), error).toBe(faults[error])
        expect((await desk.page.client.tickets.list({ limit: 1 })).ok, `reading while ${error}`).toBe(true)
        expect(await ailment(), error).toBe(faults[error])
        room.free()
        // Nobody need try: the desk sees by itself that it may write again.
        await eventually(`well after ${error}`, async () => (await ailment()) === null)
        expect(await report(), `after ${error}`).toBe('ok')
      }
      await desk.engine.stop()
      expect(await faultsIn(path, confirmed)).toEqual([])
    },
  )

  it('leaves no half store where a new one was wanted, and opens one as soon as there is room', async () => {
    const random = seeded(seedOf(33))
    desk = await start(null)
    const administrator = { username: 'anna', displayName: 'Anna', password: 'lampione-acceso-42' }
    const made: OfficeAct = {
      name: 'a new store',
      once: true,
      stride: 60,
      run: async () => {
        const answer = await desk.page.client.desk.createStore({ path, administrator })
        if (!answer.ok) expect(readdirSync(office), 'what a refused store leaves').toEqual([])
        return codeOf(answer)
      },
    }
    expect(await fillUnder(made, 'growth', random)).toBeGreaterThan(0)
    await desk.engine.stop()
    expect(await faultsIn(path, [])).toEqual([])
  }, 3_600_000)
})
