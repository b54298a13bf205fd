import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { freezeFile } from '@main/store/moved/freeze-store'
import { readMovedNote, removeMovedNote, writeMovedNote } from '@main/store/moved/moved-note'
import { openStore } from '@main/store/open'
import { MONDAY_MORNING, codeOf, makeOfficeStore, valueOf } from '../../support/engine'
import { startEngine } from '../../support/engine-bundle'
import type { EngineProcessUnderTest, PageLine } from '../../support/engine-process'
import { eventually } from '../../support/eventually'
import { pairWithServing } from '../../support/lan-desks'

/** Several processes that prove locks, copy and compare: on a busy machine each story takes its time. */
const PATIENCE = 180_000

/** Two desks on one file, as on a share; then one of them takes it onto its own disk and serves it. */
describe('a store moves from a share to a serving desk and back', () => {
  let folder: string
  let shared: string
  let own: string
  const running: EngineProcessUnderTest[] = []

  const start = async (name: string, storePath: string | null): Promise<PageLine> => {
    const engine = await startEngine({ userFolder: join(folder, name), storePath })
    running.push(engine)
    const page = engine.line()
    if (storePath !== null) await page.signIn('administrator')
    return page
  }
  const report = (page: PageLine, subject: string) =>
    page.client.tickets.create({ channel: 'phone', subject, description: 'Davanti alla scuola.' })
  const subjects = async (page: PageLine): Promise<string[]> =>
    valueOf(await page.client.tickets.list({ limit: 200 })).rows.map(({ subject }) => subject)
  const readOnlyOf = async (page: PageLine): Promise<string | null | undefined> =>
    valueOf(await page.client.desk.status({})).store?.readOnly

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-move-'))
    mkdirSync(join(folder, 'share'))
    shared = join(folder, 'share', 'archivio.db')
    own = join(folder, 'disk', 'archivio.db')
    await makeOfficeStore(shared)
  })
  afterEach(async () => {
    await Promise.all(running.splice(0).map((engine) => engine.stop()))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it(
    'loses nothing that was acknowledged while others write, and tells them where it went',
    { timeout: PATIENCE },
    async () => {
      const mover = await start('mover', shared)
      const other = await start('other', shared)
      const written: string[] = []
      let refusal = ''
      const writing = (async () => {
        for (let number = 1; refusal === ''; number += 1) {
          const made = await report(other, `Buca ${number}`)
          if (made.ok) written.push(`Buca ${number}`)
          else refusal = made.error.code
        }
      })()
      await eventually('some reports', () => written.length > 5)
      const moved = valueOf(await mover.client.serving.move({ path: own, serve: { address: '127.0.0.1', port: 0 } }))
      await writing
      expect(refusal).toBe('store_moved')
      expect(moved).toMatchObject({ store: own, tickets: written.length, missing: 0 })
      expect(existsSync(shared)).toBe(true)

      await mover.signIn('administrator')
      expect((await subjects(mover)).toSorted()).toEqual(written.toSorted())
      expect(valueOf(await mover.client.desk.status({})).store).toMatchObject({
        path: own,
        readOnly: null,
        mode: 'local',
      })
      const serving = valueOf(await mover.client.serving.newCode({}))
      const there = valueOf(await other.client.desk.status({})).store
      expect(there).toMatchObject({ readOnly: 'store_moved' })
      expect(there?.movedTo).toMatchObject({
        unfinished: false,
        to: { kind: 'served', name: serving.name, port: serving.port, fingerprint: serving.fingerprint },
      })
      expect((await subjects(other)).length, 'the old file can still be read').toBe(written.length)

      valueOf(await pairWithServing(other, serving))
      await eventually('the link', async () => (await other.linkState()) === 'connected')
      await other.signIn('manager')
      valueOf(await report(other, 'Dopo lo spostamento'))
      expect(await subjects(mover)).toContain('Dopo lo spostamento')
    },
  )

  it('goes back to the share under the name that every desk remembers', { timeout: PATIENCE }, async () => {
    const mover = await start('mover', shared)
    valueOf(await mover.client.serving.move({ path: own, serve: { address: '127.0.0.1', port: 0 } }))
    await mover.signIn('administrator')
    valueOf(await report(mover, 'Sul disco di una postazione'))
    const other = await start('other', null)
    valueOf(await pairWithServing(other, valueOf(await mover.client.serving.newCode({}))))
    await eventually('the link', async () => (await other.linkState()) === 'connected')
    const late = await start('late', null)
    valueOf(await pairWithServing(late, valueOf(await mover.client.serving.newCode({}))))
    await running.pop()?.stop()

    valueOf(await mover.client.serving.move({ path: shared, serve: null }))
    await eventually('the loss', async () => (await other.linkState()) === 'lost')
    // The other desk was told where the store went, and goes there; not before the file has opened.
    expect(valueOf(await other.client.link.status({})).movedTo).toBe(shared)
    expect(codeOf(await other.client.link.follow({ path: join(folder, 'altrove.db') }))).toBe('store_not_found')
    expect(valueOf(await other.client.link.status({})).movedTo).toBe(shared)
    expect(valueOf(await other.client.link.follow({ path: shared }))).toMatchObject({ state: 'none', movedTo: null })
    await other.signIn('administrator')
    await mover.signIn('administrator')
    valueOf(await report(other, 'Di nuovo insieme'))
    expect((await subjects(mover)).toSorted()).toEqual(['Di nuovo insieme', 'Sul disco di una postazione'])
    expect(readdirSync(join(folder, 'share')).filter((name) => name.endsWith('-spostato.db'))).toHaveLength(1)
    expect(codeOf(await mover.client.serving.newCode({})), 'it serves no more').toBe('address_not_here')
    // One that was off learns it when it comes back, also after the other's restart; a stranger learns nothing.
    await running.shift()?.stop()
    const again = await start('mover', shared)
    expect(valueOf(await again.client.serving.status({}))).toMatchObject({ state: 'off', forwardsTo: shared })
    const back = await start('late', null)
    await eventually('word of the move', async () => valueOf(await back.client.link.status({})).movedTo === shared)
    expect(valueOf(await back.client.link.follow({ path: shared }))).toMatchObject({ state: 'none', movedTo: null })
    valueOf(await again.client.serving.stop({}))
    expect(valueOf(await again.client.serving.status({})).forwardsTo).toBeNull()
    expect(valueOf(await again.client.desk.verify({})).ok).toBe(true)
  })

  it('leaves the store as it was when it cannot be moved', async () => {
    const mover = await start('mover', shared)
    await makeOfficeStore(join(folder, 'share', 'altro.db'))
    const onto = { path: join(folder, 'share', 'altro.db'), serve: { address: '127.0.0.1', port: 0 } }
    expect(codeOf(await mover.client.serving.move(onto))).toBe('store_exists')
    valueOf(await report(mover, 'Si lavora'))
    // Where nothing can be written nobody's work is stopped to find that out.
    const nowhere = join(folder, 'share', 'altro.db', 'sotto', 'archivio.db')
    expect(codeOf(await mover.client.serving.move({ path: nowhere, serve: null }))).toBe('folder_unwritable')
    valueOf(await report(mover, 'Si lavora e basta'))
    // Where the new file would be prepared lies a folder: it is found when everybody's writes are stopped already.
    const blocked = join(folder, 'share', 'nuovo.db')
    mkdirSync(`${blocked}.part`)
    expect(codeOf(await mover.client.serving.move({ path: blocked, serve: null }))).not.toBe('ok')
    await mover.signIn('administrator')
    expect(await readOnlyOf(mover)).toBeNull()
    valueOf(await report(mover, 'Si lavora ancora'))
    expect(readdirSync(join(folder, 'share')).some((name) => name.includes('spostato'))).toBe(false)
  })

  it('gives a move up when somebody takes the old file back meanwhile', { timeout: PATIENCE }, async () => {
    const mover = await start('mover', shared)
    const taking = setInterval(() => {
      if (readMovedNote(shared)?.state === 'moving') removeMovedNote(shared)
    }, 1)
    const moved = await mover.client.serving.move({ path: own, serve: { address: '127.0.0.1', port: 0 } })
    clearInterval(taking)
    expect(codeOf(moved)).toBe('store_busy')
    expect(existsSync(own)).toBe(false)
    await mover.signIn('administrator')
    expect(valueOf(await mover.client.desk.status({})).store?.path).toBe(shared)
    valueOf(await report(mover, 'Si lavora ancora'))
  })

  it('lets a move that was broken off be taken back', async () => {
    const store = valueOf(await openStore(shared))
    freezeFile(shared)
    // Nothing slips past: also what somebody tries on the bare file, whatever table a later version brings.
    const bare = new Database(shared)
    const refused = bare.prepare(`SELECT name FROM pragma_table_list WHERE type = 'table' AND name <> 'meta'`).pluck()
    for (const table of (refused.all() as string[]).filter((name) => !name.startsWith('sqlite_')))
      expect(() => bare.exec(`INSERT INTO "${table}" DEFAULT VALUES`), table).toThrow('store_moved')
    bare.close()
    writeMovedNote(shared, { state: 'moving', at: MONDAY_MORNING, to: { kind: 'file', path: own } })
    await store.close()
    const page = await start('desk', shared)
    expect(valueOf(await page.client.desk.status({})).store).toMatchObject({
      readOnly: 'store_moved',
      movedTo: { unfinished: true },
    })
    expect(codeOf(await report(page, 'Rifiutata'))).toBe('store_moved')
    valueOf(await page.client.serving.takeBack({}))
    await page.signIn('administrator')
    expect(await readOnlyOf(page)).toBeNull()
    valueOf(await report(page, 'Accettata'))
    expect(codeOf(await page.client.serving.takeBack({}))).toBe('store_moved')
  })
})
