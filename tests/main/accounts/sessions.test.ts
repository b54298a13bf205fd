import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Client } from '@shared/contract'
import type { UserId } from '@shared/kernel/ids'
import { HOUR_MS, MINUTE_MS, asInstant } from '@shared/kernel/instant'
import { MONDAY_MORNING, PASSWORD, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'
import { eventually } from '../../support/eventually'

const NEXT = 'un-lampione-nuovo-43'

let desk: TestDesk
let other: TestDesk

interface Page {
  readonly client: Client
  /** Why this page was told that its session is over. */
  readonly told: (string | undefined)[]
}

const page = async (of: TestDesk, username: string): Promise<Page> => {
  const { client, memory } = of.line()
  const told: (string | undefined)[] = []
  memory.onEvent((name, payload) => {
    if (name === 'signedOut') told.push((payload as { reason?: string }).reason)
  })
  valueOf(await client.accounts.signIn({ username, password: PASSWORD }))
  return { client, told }
}

const isIn = async ({ client }: Page): Promise<boolean> => (await client.settings.catalog({})).ok

const idOf = async (client: Client, username: string): Promise<UserId> =>
  valueOf(await client.accounts.list({})).users.find((user) => user.username === username)?.id as UserId

beforeEach(async () => {
  desk = await openTestDesk()
  other = await openTestDesk({ storePath: desk.storePath })
})
afterEach(async () => {
  await other.close()
  await desk.close()
})

describe('a session', () => {
  it('ends when nobody used it for as long as the settings say, however much the page asks by itself', async () => {
    const used = await page(desk, 'phone')
    const left = await page(desk, 'counter')
    for (let hour = 1; hour <= 6; hour += 1) {
      desk.at(asInstant(MONDAY_MORNING + hour * HOUR_MS))
      valueOf(await used.client.accounts.stillHere({}))
      if (hour < 4) expect(await isIn(left)).toBe(true)
    }
    expect(codeOf(await left.client.settings.catalog({}))).toBe('unauthenticated')
    expect(await isIn(used)).toBe(true)
  })

  it('ends at its lifetime, used or not; a changed setting holds for the ones that are open', async () => {
    const used = await page(desk, 'phone')
    const administrator = await page(other, 'administrator')
    const { access } = valueOf(await administrator.client.settings.all({}))
    valueOf(
      await administrator.client.settings.save({ key: 'access', base: access, value: { ...access, maxHours: 2 } }),
    )
    desk.at(asInstant(MONDAY_MORNING + 119 * MINUTE_MS))
    valueOf(await used.client.accounts.stillHere({}))
    expect(await isIn(used)).toBe(true)
    desk.at(asInstant(MONDAY_MORNING + 2 * HOUR_MS))
    await eventually('the two hours are over', async () => !(await isIn(used)))
  })

  it('goes on where the password was changed and ends everywhere else', async () => {
    const here = await page(desk, 'phone')
    const beside = await page(desk, 'phone')
    const there = await page(other, 'phone')
    valueOf(await here.client.accounts.changeOwnPassword({ current: PASSWORD, next: NEXT }))
    await eventually('the other pages are told', () => beside.told.length > 0 && there.told.length > 0)
    expect([beside.told, there.told]).toEqual([['ended'], ['ended']])
    expect([await isIn(beside), await isIn(there)]).toEqual([false, false])
    expect(await isIn(here)).toBe(true)
    expect(here.told).toEqual([])
  })

  it('ends everywhere at its own word, or when an administrator says so', async () => {
    const here = await page(desk, 'phone')
    const there = await page(other, 'phone')
    valueOf(await here.client.accounts.signOutEverywhere({}))
    await eventually('both are out', () => here.told.length > 0 && there.told.length > 0)
    expect([await isIn(here), await isIn(there)]).toEqual([false, false])
    const again = await page(other, 'phone')
    const administrator = await page(desk, 'administrator')
    const id = await idOf(administrator.client, 'phone')
    valueOf(await administrator.client.accounts.endSessions({ id }))
    await eventually('the other desk hears of it', () => again.told.length > 0)
    expect(await isIn(again)).toBe(false)
    expect(await isIn(administrator)).toBe(true)
  })

  it('ends at once when the account is switched off, on whichever desk it is', async () => {
    const there = await page(other, 'phone')
    const administrator = await page(desk, 'administrator')
    const id = await idOf(administrator.client, 'phone')
    valueOf(await administrator.client.accounts.edit({ id, base: { active: true }, changes: { active: false } }))
    await eventually('the other desk hears of it', () => there.told.length > 0)
    expect(there.told).toEqual(['disabled'])
    expect(await isIn(there)).toBe(false)
  })
})

describe('wrong passwords', () => {
  const tryAt = async (of: TestDesk, password: string): Promise<string> =>
    codeOf(await of.line().client.accounts.signIn({ username: 'phone', password }))

  it('cost time at every desk, and after a restart, until a right one', async () => {
    for (let attempt = 0; attempt < 5; attempt += 1) expect(await tryAt(desk, 'sbagliata')).toBe('wrong_credentials')
    expect(await tryAt(desk, PASSWORD)).toBe('too_many_attempts')
    expect(await tryAt(other, PASSWORD)).toBe('too_many_attempts')
    const restarted = await openTestDesk({ storePath: desk.storePath })
    expect(await tryAt(restarted, PASSWORD)).toBe('too_many_attempts')
    // Another name is not held up by it.
    expect(codeOf(await other.line().client.accounts.signIn({ username: 'counter', password: PASSWORD }))).toBe('ok')
    restarted.at(asInstant(MONDAY_MORNING + 6_000))
    expect(await tryAt(restarted, 'sbagliata')).toBe('wrong_credentials')
    expect(await tryAt(restarted, PASSWORD)).toBe('too_many_attempts')
    restarted.at(asInstant(MONDAY_MORNING + 20_000))
    expect(await tryAt(restarted, PASSWORD)).toBe('ok')
    expect(await tryAt(desk, 'sbagliata')).toBe('wrong_credentials')
    await restarted.close()
  })

  it('are counted before they are looked at: many at once are many', async () => {
    const codes = await Promise.all(Array.from({ length: 12 }, () => tryAt(desk, 'sbagliata')))
    expect(codes.filter((code) => code === 'wrong_credentials')).toHaveLength(5)
    expect(codes.filter((code) => code === 'too_many_attempts')).toHaveLength(7)
  })

  it('for many names at one desk hold that desk up, and no other', async () => {
    for (let attempt = 0; attempt < 25; attempt += 1)
      await desk.line().client.accounts.signIn({ username: `nome${attempt}`, password: 'sbagliata' })
    expect(await tryAt(desk, PASSWORD)).toBe('too_many_attempts')
    expect(await tryAt(other, PASSWORD)).toBe('ok')
  })
})
