import Database from 'better-sqlite3'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { asInstant, HOUR_MS } from '@shared/kernel/instant'
import { MONDAY_MORNING, type TestDesk, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'

let first: TestDesk
let second: TestDesk

beforeEach(async () => {
  first = await openTestDesk({ beatMs: 40 })
  second = await openTestDesk({ storePath: first.storePath, beatMs: 40 })
})
afterEach(async () => {
  await second.close()
  await first.close()
})

describe('who has the store', () => {
  it('is told with every desk that is in, and no longer with one that left', async () => {
    const administrator = await first.as('administrator')
    const { desks, lockWaits } = valueOf(await administrator.desk.inside({}))
    expect(desks.filter(({ isOwn }) => isOwn)).toHaveLength(1)
    expect(desks).toHaveLength(2)
    expect(lockWaits.p99).toBeGreaterThanOrEqual(0)
    await second.close()
    expect(valueOf(await administrator.desk.inside({})).desks).toHaveLength(1)
  })

  it('warns of a desk whose clock is an hour ahead, until it is set', async () => {
    const administrator = await first.as('administrator')
    const off = async () => valueOf(await administrator.desk.health({})).clockOff
    second.at(asInstant(MONDAY_MORNING + HOUR_MS))
    await eventually('the warning', async () => (await off())?.seconds === 3600)
    second.at(MONDAY_MORNING)
    await eventually('the clocks to agree', async () => (await off()) === null)
  })

  it('is told with a desk that may only read, and why', async () => {
    await second.close()
    const database = new Database(first.storePath)
    database.pragma('user_version = 99')
    database.close()
    second = await openTestDesk({ storePath: first.storePath, beatMs: 40 })
    const older = await second.as('administrator')
    expect(valueOf(await older.desk.inside({})).readers).toMatchObject([{ isOwn: true, why: 'other' }])
  })

  it('says that nobody can read a mailbox whose password no desk has', async () => {
    const administrator = await first.as('administrator')
    valueOf(
      await first.engine.current.store.write(async (db) => {
        await db
          .insertInto('mailboxes')
          .values({ name: 'Prova', address: 'prova@example.org', imap: '{}', smtp: '{}', active: 1, removed: 0 })
          .execute()
      }),
    )
    const { mailboxes } = valueOf(await administrator.desk.inside({}))
    expect(mailboxes).toMatchObject([{ name: 'Prova', holder: null, could: [] }])
    expect(valueOf(await administrator.desk.health({})).mailOff).toBe(false)
  })

  it('knows mail that is switched off from an office that has no mailbox', async () => {
    const administrator = await first.as('administrator')
    const isOff = async () => valueOf(await administrator.desk.health({})).mailOff
    expect(await isOff()).toBe(false)
    valueOf(
      await first.engine.current.store.write(async (db) => {
        await db
          .insertInto('mailboxes')
          .values({ name: 'Prova', address: 'prova@example.org', imap: '{}', smtp: '{}', active: 0, removed: 0 })
          .execute()
      }),
    )
    expect(await isOff()).toBe(true)
  })
})
