import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { PASSWORD, type TestDesk, codeOf, openTestDesk, valueOf } from '../../support/engine'

let desk: TestDesk
beforeEach(async () => {
  desk = await openTestDesk()
})
afterEach(async () => {
  await desk.close()
})

describe('a locked line', () => {
  it('is answered nothing but the way out, and everything again after the password', async () => {
    const page = desk.line()
    valueOf(await page.client.accounts.signIn({ username: 'manager', password: PASSWORD }))
    valueOf(await page.client.accounts.lock({}))
    const asked = await Promise.all([
      page.client.tickets.list({}),
      page.client.tickets.create({ channel: 'phone', subject: 'Buca' }),
      page.client.accounts.me({}),
      page.client.accounts.changeOwnPassword({ current: PASSWORD, next: 'tutt-altra-cosa-77' }),
      page.client.accounts.signIn({ username: 'reader', password: PASSWORD }),
      page.client.desk.openDemo({}),
    ])
    expect(asked.map(codeOf)).toEqual(asked.map(() => 'locked'))
    expect(codeOf(await page.client.desk.status({}))).toBe('ok')
    expect(codeOf(await page.client.accounts.unlock({ password: 'sbagliata' }))).toBe('wrong_credentials')
    expect(codeOf(await page.client.tickets.list({}))).toBe('locked')
    valueOf(await page.client.accounts.unlock({ password: PASSWORD }))
    expect(valueOf(await page.client.tickets.list({})).total).toBe(0)
  })

  it('stays locked after a reload, in a second window of the same session, and for its files', async () => {
    const page = desk.line()
    const { token, streamToken } = valueOf(
      await page.client.accounts.signIn({ username: 'manager', password: PASSWORD }),
    )
    const twin = desk.line()
    const told: string[] = []
    twin.memory.onEvent((name) => told.push(name))
    valueOf(await twin.client.accounts.resume({ token }))
    valueOf(await page.client.accounts.lock({}))
    expect(told).toContain('locked')
    expect(codeOf(await twin.client.tickets.list({}))).toBe('locked')
    expect(desk.engine.locks.isStreamLocked(streamToken)).toBe(true)

    const reloaded = desk.line()
    expect(valueOf(await reloaded.client.accounts.resume({ token })).locked).toBe(true)
    expect(codeOf(await reloaded.client.tickets.list({}))).toBe('locked')
    valueOf(await reloaded.client.accounts.unlock({ password: PASSWORD }))
    expect(told).toContain('unlocked')
    expect(codeOf(await twin.client.tickets.list({}))).toBe('ok')
    expect(desk.engine.locks.isStreamLocked(streamToken)).toBe(false)
  })

  it('leaves no other window of its session behind when its person signs out', async () => {
    const page = desk.line()
    const { token } = valueOf(await page.client.accounts.signIn({ username: 'manager', password: PASSWORD }))
    const twin = desk.line()
    const told: [string, unknown][] = []
    twin.memory.onEvent((name, payload) => told.push([name, payload]))
    valueOf(await twin.client.accounts.resume({ token }))
    valueOf(await page.client.accounts.signOut({}))
    expect(told).toContainEqual(['signedOut', {}])
    expect(codeOf(await twin.client.tickets.list({}))).toBe('unauthenticated')
  })

  it('leads out by signing out, and is nobody else’s matter', async () => {
    const page = desk.line()
    valueOf(await page.client.accounts.signIn({ username: 'manager', password: PASSWORD }))
    const other = await desk.as('phone')
    valueOf(await page.client.accounts.lock({}))
    expect(codeOf(await other.tickets.list({}))).toBe('ok')
    valueOf(await page.client.accounts.signOut({}))
    expect(codeOf(await page.client.tickets.list({}))).toBe('unauthenticated')
    expect(codeOf(await page.client.accounts.signIn({ username: 'reader', password: PASSWORD }))).toBe('ok')
  })
})
