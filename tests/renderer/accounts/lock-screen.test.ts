import { flushPromises } from '@vue/test-utils'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { defineComponent, h, provide } from 'vue'
import { createMemoryHistory, createRouter, routeLocationKey, routerKey } from 'vue-router'
import { MINUTE_MS } from '@shared/kernel/instant'
import { appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import { useIdleLock } from '@/app/idle-lock'
import { useSession } from '@/app/session'
import { useClient } from '@/client/client'
import IdleLock from '@/features/accounts/IdleLock.vue'
import { type AnswerRules, mountPart } from '../../support/mount-part'

const entered = {
  user: { id: 1, username: 'anna', displayName: 'Anna', roles: ['counter'], permissions: ['tickets.read'] },
  token: 'one',
  streamToken: 'two',
  idleLockMinutes: 1,
  locked: false,
}

let close = (): void => undefined
beforeEach(() => {
  sessionStorage.clear()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] })
})
afterEach(() => {
  close()
  vi.useRealTimers()
})

/** A page whose person is signed in. */
const openPage = async (rules: AnswerRules) => {
  let session: ReturnType<typeof useSession> | undefined
  let resume = (): Promise<void> => Promise.resolve()
  const Page = defineComponent({
    setup: () => {
      const router = createRouter({ history: createMemoryHistory(), routes: [{ path: '/', component: {} }] })
      provide(routerKey, router)
      provide(routeLocationKey, router.currentRoute.value)
      const own = (session = useSession())
      const client = useClient()
      resume = () => own.resume(client)
      useIdleLock()
      return () => h(IdleLock)
    },
  })
  const { wrapper, bridge } = mountPart(
    Page,
    {},
    {},
    {
      'accounts.resume': () => ok(entered),
      'accounts.lock': () => ok({}),
      'accounts.stillHere': () => ok({}),
      ...rules,
    },
  )
  close = () => wrapper.unmount()
  sessionStorage.setItem('desk.session', entered.token)
  await resume()
  return { session: session as ReturnType<typeof useSession>, bridge, resume: () => resume() }
}

const pass = async (ms: number): Promise<void> => {
  await vi.advanceTimersByTimeAsync(ms)
  await flushPromises()
}
/** As from the keyboard: neither mouse nor finger is moved. */
const typePassword = async (password: string): Promise<void> => {
  const field = document.querySelector<HTMLInputElement>('main input')
  if (!field) throw new Error('no lock screen')
  field.value = password
  field.dispatchEvent(new Event('input', { bubbles: true }))
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true }))
  document.querySelector('main form')?.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }))
  await flushPromises()
}
const lockText = (): string | undefined => document.querySelector('main')?.textContent

describe('the lock of a desk that nobody touched', () => {
  it('stays open once the password was right, also where only keys were touched', async () => {
    const { session } = await openPage({ 'accounts.unlock': () => ok({}) })
    await pass(MINUTE_MS + 6000)
    expect(session.state).toBe('locked')
    await typePassword('giusta')
    expect(session.state).toBe('signed_in')
    await pass(30_000)
    expect(session.state).toBe('signed_in')
    await pass(MINUTE_MS)
    expect(session.state).toBe('locked')
  })

  it('says why a password did not open it', async () => {
    let answer = err(appError('engine_unreachable'))
    await openPage({ 'accounts.unlock': () => answer })
    await pass(MINUTE_MS + 6000)
    await typePassword('giusta')
    expect(lockText()).toContain("L'archivio non risponde")
    answer = err(appError('wrong_credentials'))
    await typePassword('sbagliata')
    expect(lockText()).toContain('non corrispondono')
  })

  it('says that the session is over where that came out while the password was looked at', async () => {
    const { session, bridge } = await openPage({})
    await pass(MINUTE_MS + 6000)
    await typePassword('giusta')
    const asked = bridge.asked.findIndex(({ name }) => name === 'accounts.unlock')
    session.over()
    bridge.answer(asked, {})
    await flushPromises()
    expect(lockText()).toContain('La sessione è finita')
  })

  it('is not closed again by an answer that was asked for before the password', async () => {
    const { session, bridge, resume } = await openPage({ 'accounts.unlock': () => ok({}) })
    await pass(MINUTE_MS + 6000)
    bridge.rules.delete('accounts.resume')
    const late = resume()
    const asked = bridge.asked.findLastIndex(({ name }) => name === 'accounts.resume')
    await typePassword('giusta')
    bridge.answer(asked, { ...entered, locked: true })
    await late
    expect(session.state).toBe('signed_in')

    const over = resume()
    const again = bridge.asked.findLastIndex(({ name }) => name === 'accounts.resume')
    session.over()
    bridge.rules.set('accounts.signIn', () => ok({ ...entered, token: 'next' }))
    await flushPromises()
    await typePassword('giusta')
    bridge.refuse(again, 'unauthenticated')
    await over
    expect(session.state).toBe('signed_in')
    expect(sessionStorage.getItem('desk.session')).toBe('next')
  })
})
