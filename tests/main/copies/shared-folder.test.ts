import { copyFile, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import { DAY_MS, asInstant } from '@shared/kernel/instant'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
let administrator: Client
let folder: string

beforeEach(async () => {
  desk = await openTestDesk()
  administrator = await desk.as('administrator')
  folder = await mkdtemp(join(tmpdir(), 'copie-'))
})
afterEach(async () => {
  await desk.close()
  await rm(folder, { recursive: true, force: true })
})

it('a copy of another store, or put aside, is not this one’s to rotate', async () => {
  const base = valueOf(await administrator.settings.all({})).copies
  const value = { ...base, folder, keepDaily: 1, keepWeekly: 0, keepMonthly: 0 }
  valueOf(await administrator.settings.save({ key: 'copies', base, value }))
  const made = valueOf(await administrator.copies.make({}))
  const paper = JSON.parse(await readFile(`${made.file}.json`, 'utf8')) as Record<string, unknown>
  const others = [
    'archivio-prova-20261101-070000.db',
    'archivio-20261102-070000-sostituito.db',
    'archivio-20261103-070000-prima.db',
    'archivio-20261104-070000.db',
  ]
  for (const name of others) await copyFile(made.file, join(folder, name))
  // A store of the same name, of another office that keeps its copies here too.
  await writeFile(
    join(folder, 'archivio-20261104-070000.db.json'),
    JSON.stringify({ ...paper, storeId: 'another', madeAt: Date.UTC(2026, 10, 4, 7) }),
  )
  await copyFile(made.file, join(folder, 'archivio-20261105-070000.db'))
  desk.at(asInstant(MONDAY_MORNING + 2 * DAY_MS))
  administrator = await desk.as('administrator')
  valueOf(await administrator.copies.make({}))
  const left = await readdir(folder)
  expect(others.filter((name) => !left.includes(name))).toEqual([])
  expect(left).not.toContain('archivio-20261105-070000.db')
  const { copies } = valueOf(await administrator.copies.overview({}))
  expect(copies.map(({ file }) => basename(file))).toEqual(['archivio-20261125-081200.db'])
})

it('shows the copies of a store that does not open to whoever puts one back, and not what was replaced before', async () => {
  const { file } = valueOf(await administrator.copies.make({}))
  // On the one disk of a test machine all is beside the store.
  expect(valueOf(await administrator.copies.overview({})).besideStore).toBe(true)
  const target = desk.storePath
  expect(codeOf(await administrator.copies.nearby({ target }))).toBe('forbidden')
  valueOf(await administrator.desk.closeStore({}))
  await copyFile(file, target.replace(/\.db$/, '-20261101-070000-sostituito.db'))
  const { copies } = valueOf(await desk.line().client.copies.nearby({ target }))
  expect(copies.map((copy) => copy.file)).toEqual([file])
})
