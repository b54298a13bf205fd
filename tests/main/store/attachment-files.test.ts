import { mkdir, mkdtemp, readdir, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DAY_MS } from '@shared/kernel/instant'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { UpkeepJob } from '@main/jobs/upkeep-job'
import { silentLogger } from '@main/platform/logger'
import { systemClock } from '@main/platform/clock'
import { AttachmentFiles, attachmentFolder } from '@main/store/attachment-files'
import { CurrentStore, openedStore } from '@main/store/current-store'
import { openStore } from '@main/store/open'
import type { Store } from '@main/store/store'
import { sweepFiles } from '@main/store/sweep-files'
import { makeOfficeStore, valueOf } from '../../support/engine'

let folder: string
let path: string
let store: Store
let files: AttachmentFiles

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'))
  path = join(folder, 'archivio.db')
  await makeOfficeStore(path)
  store = valueOf(await openStore(path))
  files = new AttachmentFiles(attachmentFolder(path))
})
afterEach(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

const text = (words: string): Uint8Array => new TextEncoder().encode(words)
const now = (): number => Date.now()
const ageTo = async (file: string, days: number): Promise<void> => {
  const at = new Date(now() - days * DAY_MS)
  await utimes(file, at, at)
}
/** A file in the folder with or without its row, as old as that. */
const lay = async (words: string, { days, row }: { days: number; row: boolean }, into = store): Promise<string> => {
  const stored = await files.put(text(words))
  if (row) valueOf(await into.write((db) => rememberBlob(db, { ...stored, type: 'text/plain', at: now() })))
  await ageTo(files.pathOf(stored.sha256), days)
  return stored.sha256
}

describe('a file that lies there already', () => {
  const inUse = async (from: string, to: string): Promise<void> => {
    const taken = await readdir(dirname(to)).then((names) => names.some((name) => to.endsWith(name)))
    if (taken) throw Object.assign(new Error('EPERM: operation not permitted, rename'), { code: 'EPERM' })
    await rename(from, to)
  }

  it('is the same photograph sent twice, also where nobody may replace what somebody reads', async () => {
    const windows = new AttachmentFiles(files.folder, inUse)
    const first = await windows.put(text('foto'))
    await ageTo(windows.pathOf(first.sha256), 30)
    expect(await windows.put(text('foto'))).toEqual(first)
    // An upload is written before it is known what it is.
    await ageTo(windows.pathOf(first.sha256), 30)
    expect(valueOf(await windows.putStream(Readable.from([text('foto')]), 100))).toEqual(first)
    expect((await readdir(files.folder)).filter((name) => name.endsWith('.part'))).toEqual([])
    // Young again: whoever put it the second time is about to write its row.
    expect(await sweepFiles(store, windows, now())).toEqual({ orphans: 0, parts: 0 })
    expect(await windows.has(first.sha256)).toBe(true)
  })

  it('is not believed when it is cut short', async () => {
    const first = await files.put(text('foto intera'))
    await writeFile(files.pathOf(first.sha256), 'foto')
    await expect(new AttachmentFiles(files.folder, inUse).put(text('foto intera'))).rejects.toThrow('EPERM')
  })
})

describe('the sweep', () => {
  it('takes what no row has named for a week, and nothing else', async () => {
    const named = await lay('con riga', { days: 90, row: true })
    const young = await lay('in arrivo', { days: 6, row: false })
    const left = await lay('senza riga', { days: 8, row: false })
    const part = join(files.folder, '.11111111-2222-3333-4444-555555555555.part')
    const upload = join(files.folder, '.99999999-2222-3333-4444-555555555555.part')
    await writeFile(part, 'half')
    await writeFile(upload, 'half')
    await ageTo(part, 8)
    expect(await sweepFiles(store, files, now())).toEqual({ orphans: 1, parts: 1 })
    expect(await Promise.all([named, young, left].map((sha256) => files.has(sha256)))).toEqual([true, true, false])
    expect((await readdir(files.folder)).filter((name) => name.endsWith('.part'))).toEqual([upload.split('/').at(-1)])
  })

  it('gives back what was put there, and named, while it was about to be taken', async () => {
    const sha256 = await lay('arrivata ora', { days: 8, row: false })
    const other = valueOf(await openStore(path))
    // Between the first look and the last: another desk puts the same file and writes its row.
    const watched = new Proxy(store, {
      get: (target, name) => {
        const own: unknown = Reflect.get(target, name, target)
        if (typeof own !== 'function') return own
        return name === 'read'
          ? async (...args: unknown[]) => {
              const answer: unknown = await own.apply(target, args)
              const stored = await files.put(text('arrivata ora'))
              await other.write((db) => rememberBlob(db, { ...stored, type: 'text/plain', at: now() }))
              return answer
            }
          : own.bind(target)
      },
    })
    expect(await sweepFiles(watched, files, now())).toEqual({ orphans: 0, parts: 0 })
    expect((await files.read(sha256)).toString()).toBe('arrivata ora')
    await other.close()
  })

  it('ends what a desk began that died over it', async () => {
    const named = await lay('con riga', { days: 30, row: true })
    const left = await lay('senza riga', { days: 30, row: false })
    for (const sha256 of [named, left]) await rename(files.pathOf(sha256), files.asideOf(sha256))
    expect(await sweepFiles(store, files, now())).toEqual({ orphans: 1, parts: 0 })
    expect(await files.has(named)).toBe(true)
    expect(await readdir(dirname(files.pathOf(left)))).not.toContain(`.${left}.swept`)
  })

  it('spares what only an older state of the store names that lies beside it', async () => {
    const replaced = join(folder, 'archivio-20261120-080000-sostituito.db')
    await makeOfficeStore(replaced)
    const older = valueOf(await openStore(replaced))
    const sha256 = await lay('foto di prima', { days: 30, row: true }, older)
    await older.close()
    expect(await sweepFiles(store, files, now())).toEqual({ orphans: 0, parts: 0 })
    expect(await files.has(sha256)).toBe(true)
    await mkdir(join(folder, 'archivio-illeggibile.db'))
    const left = await lay('di nessuno', { days: 30, row: false })
    await sweepFiles(store, files, now())
    expect(await files.has(left)).toBe(true)
    await rm(join(folder, 'archivio-illeggibile.db'), { recursive: true })
    expect(await sweepFiles(store, files, now())).toEqual({ orphans: 1, parts: 0 })
  })

  it('takes nothing while the store does not answer', async () => {
    const sha256 = await lay('senza riga', { days: 30, row: false })
    const closed = valueOf(await openStore(path))
    await closed.close()
    expect(await sweepFiles(closed, files, now())).toEqual({ orphans: 0, parts: 0 })
    expect(await files.has(sha256)).toBe(true)
  })
})

describe('the daily job', () => {
  it('is done by one of the desks, once a day', async () => {
    const current = new CurrentStore()
    const opened = openedStore(store, 'desk')
    current.set(opened)
    let at = systemClock.now()
    const job = new UpkeepJob({ current, clock: { ...systemClock, now: () => at }, logger: silentLogger })
    const first = await lay('uno', { days: 30, row: false })
    await job.run(opened)
    expect(await files.has(first)).toBe(false)
    const second = await lay('due', { days: 30, row: false })
    await job.run(opened)
    expect(await files.has(second)).toBe(true)
    at = (at + DAY_MS) as typeof at
    await job.run(opened)
    expect(await files.has(second)).toBe(false)
  })
})
