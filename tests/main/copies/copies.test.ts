import { spawn } from 'node:child_process'
import { appendFile, mkdir, mkdtemp, open, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { TicketId } from '@shared/kernel/ids'
import { DAY_MS, HOUR_MS, asInstant } from '@shared/kernel/instant'
import { isAskingDue } from '@main/features/citizen/ask-citizens'
import { isTellingDue } from '@main/features/citizen/tell-citizens'
import { dueReminders } from '@main/features/forwarding/remind-due'
import { restoreCopy } from '@main/store/copies/restore'
import { openStore } from '@main/store/open'
import { verifyStore } from '@main/store/verify'
import { MONDAY_MORNING, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'

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

const report = async (subject: string): Promise<string> => {
  const client = await desk.as('counter')
  const made = await client.tickets.create({ channel: 'counter', subject })
  return valueOf(made).number
}

const photo = async (of = 'lampione'): Promise<string> => {
  const content = Buffer.from(`una fotografia del ${of}`)
  const { current } = desk.engine
  const stored = await current.files.put(content)
  valueOf(
    await current.store.write(async (db) => {
      await db
        .insertInto('blobs')
        .values({ sha256: stored.sha256, size: stored.size, type: 'image/jpeg', created_at: 0 })
        .execute()
    }),
  )
  return stored.sha256
}

const settingsWith = async (change: object): Promise<void> => {
  const base = valueOf(await administrator.settings.all({})).copies
  valueOf(await administrator.settings.save({ key: 'copies', base, value: { ...base, ...change } }))
}

describe('a copy', () => {
  it('holds everything, says so on its paper, and opens as a store of its own', async () => {
    const number = await report('Lampione spento')
    const sha256 = await photo()
    const made = valueOf(await administrator.copies.make({ folder }))
    expect(made.file).toContain('archivio-20261123-081200.db')
    expect([made.attachments, made.missing]).toEqual([1, 0])
    expect(await readFile(join(folder, 'archivio.db.allegati', sha256.slice(0, 2), sha256), 'utf8')).toContain(
      'lampione',
    )
    const copy = valueOf(await openStore(made.file))
    const rows = valueOf(await copy.read((db) => db.selectFrom('tickets').select('number').execute()))
    await copy.close()
    expect(rows).toEqual([{ number }])
    expect(valueOf(await administrator.copies.check({ file: made.file })).state).not.toBe('damaged')
    expect(valueOf(await administrator.desk.health({})).lastCopyAt).toBe(MONDAY_MORNING)
  })

  it('goes to both folders of the settings and is rotated', async () => {
    const second = join(folder, 'altro-disco')
    await mkdir(second)
    await mkdir(join(folder, 'primo'))
    await settingsWith({
      folder: join(folder, 'primo'),
      secondFolder: second,
      keepDaily: 3,
      keepWeekly: 0,
      keepMonthly: 0,
    })
    for (let day = 0; day < 5; day += 1) {
      desk.at(asInstant(MONDAY_MORNING + day * DAY_MS))
      // A session does not last from one day to the next.
      administrator = await desk.as('administrator')
      valueOf(await administrator.copies.make({}))
    }
    const { copies } = valueOf(await administrator.copies.overview({}))
    expect(copies.filter(({ place }) => place === 'first')).toHaveLength(3)
    expect(copies.filter(({ place }) => place === 'second')).toHaveLength(3)
    // A rotated copy takes its paper with it.
    expect((await readdir(second)).filter((name) => name.endsWith('.json'))).toHaveLength(3)
  })

  it('that is rotated away takes the attachments with it that nobody names any more', async () => {
    const first = join(folder, 'primo')
    await mkdir(first)
    await settingsWith({ folder: first, secondFolder: '', keepDaily: 2, keepWeekly: 0, keepMonthly: 0 })
    const gone = await photo()
    const day = async (number: number): Promise<void> => {
      desk.at(asInstant(MONDAY_MORNING + number * DAY_MS))
      administrator = await desk.as('administrator')
      valueOf(await administrator.copies.make({}))
    }
    await day(0)
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        await db.deleteFrom('blobs').where('sha256', '=', gone).execute()
      }),
    )
    const kept = await photo('la panchina')
    const attachments = async (): Promise<string[]> => {
      const inside = await readdir(join(first, 'archivio.db.allegati'), { recursive: true })
      return inside.filter((name) => name.length > 60).map((name) => name.slice(-64))
    }
    await day(1)
    expect((await attachments()).toSorted()).toEqual([gone, kept].toSorted())
    await day(2)
    expect(await attachments()).toEqual([kept])

    // A copy that cannot be read may name anything.
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        await db.deleteFrom('blobs').where('sha256', '=', kept).execute()
      }),
    )
    await writeFile(join(first, 'archivio-20200101-070000.db'), 'una copia rovinata')
    await settingsWith({ keepDaily: 1, keepMonthly: 24 })
    await day(3)
    await day(4)
    expect(await attachments()).toEqual([kept])
  })

  it('tells what is wrong with it: a changed byte, a lost row, a lost photograph', async () => {
    await report('Buca')
    const sha256 = await photo()
    const made = valueOf(await administrator.copies.make({ folder }))
    const state = async () => valueOf(await administrator.copies.check({ file: made.file })).state
    expect(await state()).toBe('sound')
    await rm(join(folder, 'archivio.db.allegati', sha256.slice(0, 2), sha256))
    expect(await state()).toBe('attachments_missing')
    const file = await open(made.file, 'r+')
    await file.write(Buffer.alloc(200, 0xff), 0, 200, 4096)
    await file.close()
    expect(['damaged', 'changed']).toContain(await state())
  })

  it('is not believed when an attachment that the store names was lost before', async () => {
    const sha256 = await photo()
    await rm(desk.engine.current.files.pathOf(sha256))
    const made = valueOf(await administrator.copies.make({ folder }))
    expect([made.attachments, made.missing]).toEqual([0, 1])
  })

  it('that cannot be made is told on the bottom line, until one is', async () => {
    await settingsWith({ folder: join(folder, 'disco-staccato') })
    expect(codeOf(await administrator.copies.make({}))).toBe('copy_folder_missing')
    // Making it would fill the disk of the machine and call that a copy.
    expect(await readdir(folder)).toEqual([])
    const broken = valueOf(await administrator.desk.health({}))
    expect(broken.copyFailure).not.toBeNull()
    await mkdir(join(folder, 'bene'))
    await settingsWith({ folder: join(folder, 'bene') })
    valueOf(await administrator.copies.make({}))
    expect(valueOf(await administrator.desk.health({})).copyFailure).toBeNull()
  })

  it('is the business of those who manage the store', async () => {
    const counter = await desk.as('counter')
    expect(codeOf(await counter.copies.make({ folder }))).toBe('forbidden')
    expect(codeOf(await counter.copies.restore({ file: 'x' }))).toBe('forbidden')
  })

  it('is one at a time, and nothing of it stays when a person stops it', async () => {
    const first = administrator.copies.make({ folder })
    const second = await administrator.copies.make({ folder })
    expect(codeOf(second)).toBe('copy_running')
    await administrator.copies.stop({})
    const ended = codeOf(await first)
    expect(['cancelled', 'ok']).toContain(ended)
    if (ended === 'cancelled') expect((await readdir(folder)).filter((name) => /\.(db|part)$/.test(name))).toEqual([])
  })
})

describe('a restored copy', () => {
  it('brings the store back, keeps the old one, and gives no number twice', async () => {
    await report('Prima della copia')
    const { file } = valueOf(await administrator.copies.make({ folder }))
    const lost = await report('Dopo la copia')
    const look = valueOf(await administrator.copies.look({ file }))
    expect([look.tickets, look.lost]).toEqual([1, 1])
    const restored = valueOf(await administrator.copies.restore({ file }))
    expect(restored.kept).toContain('archivio-20261123-081200-sostituito.db')
    expect(restored.status.store?.path).toBe(desk.storePath)
    // Everybody signs in again: the users are the copy's.
    expect(codeOf(await administrator.tickets.counts({}))).toBe('unauthenticated')
    administrator = await desk.as('administrator')
    const next = await report('Dopo il ripristino')
    expect(Number(next.slice(-6))).toBe(Number(lost.slice(-6)) + 1)
    expect((await verifyStore({ path: desk.storePath, readOnly: false })).filter(({ ok }) => !ok)).toEqual([])
    const old = valueOf(await openStore(restored.kept ?? ''))
    const subjects = valueOf(await old.read((db) => db.selectFrom('tickets').select('subject').orderBy('id').execute()))
    await old.close()
    expect(subjects.map(({ subject }) => subject)).toEqual(['Prima della copia', 'Dopo la copia'])
  })

  it('sends nothing by itself that may have left since', async () => {
    const { current } = desk.engine
    await report('Con una risposta in partenza')
    valueOf(
      await current.store.write(async (db) => {
        await db
          .insertInto('mailboxes')
          .values({ name: 'Prova', address: 'prova@example.org', imap: '{}', smtp: '{}', active: 0 })
          .execute()
        await db
          .insertInto('messages')
          .values({ ticket_id: 1, direction: 'out', via: 'mail', purpose: 'reply', state: 'queued', created_at: 0 })
          .execute()
        await db
          .insertInto('outbox')
          .values({ message_id: 1, mailbox_id: 1, state: 'queued', held_until: 0, next_attempt_at: 0 })
          .execute()
      }),
    )
    const { file } = valueOf(await administrator.copies.make({ folder }))
    valueOf(await administrator.copies.restore({ file }))
    const rows = valueOf(
      await desk.engine.current.store.read((db) => db.selectFrom('outbox').select('state').execute()),
    )
    expect(rows).toEqual([{ state: 'uncertain' }])
  })

  it('asks, tells and reminds nobody a second time by itself', async () => {
    // Without jobs, which would do it meanwhile.
    await desk.close()
    desk = await openTestDesk({ host: 'cli' })
    administrator = await desk.as('administrator')
    for (const subject of ['Chiusa', 'Trasmessa']) await report(subject)
    const base = valueOf(await administrator.settings.all({})).followUp
    valueOf(await administrator.settings.save({ key: 'followUp', base, value: { ...base, on: true, days: 7 } }))
    const closed = { status: 'closed', is_open: 0, outcome: 'resolved', closed_at: MONDAY_MORNING - 8 * DAY_MS }
    valueOf(
      await desk.engine.current.store.write(async (db) => {
        await db.updateTable('tickets').set(closed).where('id', '=', 1).execute()
        const step = { ticket_id: 1, step: 'closed', round: 0, at: 0, due_at: 0, state: 'waiting' }
        await db
          .insertInto('citizen_steps')
          .values({ ...step, reason: null, message_id: null })
          .execute()
        const body = await db.selectFrom('bodies').select('id').where('is_home', '=', 0).executeTakeFirstOrThrow()
        await db.updateTable('bodies').set({ reminds_itself: 1 }).where('id', '=', body.id).execute()
        const forwarded = { status: 'forwarded', body_id: body.id, chase_on: '2026-11-20' }
        await db.updateTable('tickets').set(forwarded).where('id', '=', 2).execute()
        const platform = { name: 'Piattaforma', url: 'https://piattaforma.example', read_to: 0, pushed_entry: 0 }
        await db.insertInto('platforms').values(platform).execute()
        const news = {
          platform_id: 1,
          request_id: '7',
          ticket_id: 1,
          update_id: 'u7',
          status: 'FIXED',
          text: '',
          at: 0,
        }
        await db
          .insertInto('platform_outbox')
          .values({ ...news, state: 'waiting' })
          .execute()
      }),
    )
    const due = async () =>
      valueOf(
        await desk.engine.current.store.read(async (db) => ({
          questions: await isAskingDue(db, MONDAY_MORNING),
          steps: await isTellingDue(db, MONDAY_MORNING),
          reminders: (await dueReminders(db, MONDAY_MORNING)).length,
          news: (await db.selectFrom('platform_outbox').select('state').execute()).map(({ state }) => state),
        })),
      )
    expect(await due()).toEqual({ questions: true, steps: true, reminders: 1, news: ['waiting'] })
    const { file } = valueOf(await administrator.copies.make({ folder }))
    valueOf(await administrator.copies.restore({ file }))
    expect(await due()).toEqual({ questions: false, steps: false, reminders: 0, news: ['refused'] })
    const counter = await desk.as('counter')
    const { entries } = valueOf(await counter.tickets.timeline({ id: 1 as TicketId }))
    expect(entries.at(-1)).toMatchObject({ kind: 'untold', data: { step: 'closed', untold: 'restored' } })
  })

  it('waits for the other desks to leave, by name', async () => {
    const { file } = valueOf(await administrator.copies.make({ folder }))
    const other = await openTestDesk({ storePath: desk.storePath })
    const refused = await administrator.copies.restore({ file })
    expect(codeOf(refused)).toBe('desks_inside')
    await other.close()
    expect(codeOf(await administrator.copies.restore({ file }))).toBe('ok')
  })

  it('that is damaged never takes the place of anything', async () => {
    await report('Al sicuro')
    const { file } = valueOf(await administrator.copies.make({ folder }))
    await appendFile(file, 'in più')
    const cut = await open(file, 'r+')
    await cut.truncate(9000)
    await cut.close()
    expect(codeOf(await administrator.copies.restore({ file }))).toBe('copy_damaged')
    expect(valueOf(await administrator.desk.status({})).store?.path).toBe(desk.storePath)
  })

  it('is put neither over a folder nor where there is none', async () => {
    const { file } = valueOf(await administrator.copies.make({ folder }))
    const own = join(folder, 'Documenti')
    await mkdir(own)
    expect(await restoreCopy(file, own, 0)).toMatchObject({ error: { code: 'not_a_store' } })
    expect(await restoreCopy(file, join(own, 'nessuna', 'a.db'), 0)).toMatchObject({
      error: { code: 'folder_unreadable' },
    })
    expect((await stat(own)).isDirectory()).toBe(true)
  })

  it('that cannot be put there leaves the desk on the store that it had', async () => {
    await report('Al sicuro')
    const { file } = valueOf(await administrator.copies.make({ folder }))
    // Where the new file would be prepared lies a folder.
    await mkdir(join(`${desk.storePath}.ripristino`, 'dentro'), { recursive: true })
    expect(codeOf(await administrator.copies.restore({ file }))).not.toBe('ok')
    expect(valueOf(await administrator.desk.status({})).store?.path).toBe(desk.storePath)
    await report('Si lavora ancora')
  })

  it('replaces a store that no longer opens, without anyone signed in, but never a sound one', async () => {
    await report('Nella copia')
    const { file } = valueOf(await administrator.copies.make({ folder }))
    valueOf(await administrator.desk.closeStore({}))
    const page = desk.line().client
    expect(codeOf(await page.copies.restore({ file, target: desk.storePath }))).toBe('forbidden')
    await writeFile(desk.storePath, Buffer.alloc(50_000, 7))
    expect(codeOf(await page.desk.openStore({ path: desk.storePath }))).toBe('not_a_store')
    expect(valueOf(await page.copies.restore({ file, target: desk.storePath })).kept).not.toBeNull()
    administrator = await desk.as('administrator')
    expect(valueOf(await administrator.tickets.counts({}))).toBeDefined()
  })
})

describe('a desk that is killed while it puts a copy back', () => {
  it('leaves the old store or the new one, and both open', async () => {
    await report('Prima')
    const { file } = valueOf(await administrator.copies.make({ folder }))
    const target = join(folder, 'vittima.db')
    for (let kill = 0; kill < (process.env['FAULTS'] === 'full' ? 60 : 4); kill += 1) {
      await rm(target, { force: true })
      await writeFile(target, await readFile(file))
      const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', RESTORE, file, target], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      // Listened for from the start: a quick child may have ended by itself before it is killed.
      const ended = new Promise((end) => child.once('close', end))
      await new Promise((ready) => child.stdout.once('data', ready))
      await new Promise((wait) => setTimeout(wait, (kill * 7) % 40))
      child.kill('SIGKILL')
      await ended
      const left = (await readdir(folder)).filter((name) => /^vittima.*\.db$/.test(name))
      expect(left.length).toBeGreaterThan(0)
      for (const name of left) {
        const store = valueOf(await openStore(join(folder, name)))
        await store.close()
      }
    }
  })
})

const RESTORE = `import { restoreCopy } from '@main/store/copies/restore'
process.stdout.write('ready')
await restoreCopy(process.argv[1], process.argv[2], Date.now())`

describe('the planned copy', () => {
  it('is made once, by whichever desk comes first after the hour', async () => {
    await desk.close()
    desk = await openTestDesk({ copyTickMs: 30 })
    const other = await openTestDesk({ storePath: desk.storePath, copyTickMs: 30 })
    try {
      administrator = await desk.as('administrator')
      await eventually(
        'the copy of seven',
        async () => valueOf(await administrator.copies.overview({})).copies.length > 0,
      )
      const { nextAt, copies } = valueOf(await administrator.copies.overview({}))
      expect(nextAt).toBe(MONDAY_MORNING + 22 * HOUR_MS - 12 * 60_000)
      await new Promise((wait) => setTimeout(wait, 300))
      expect(valueOf(await administrator.copies.overview({})).copies).toHaveLength(copies.length)
    } finally {
      await other.close()
    }
  })
})
