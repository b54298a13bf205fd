import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Role } from '@shared/accounts/permissions'
import {
  type DeskOptions,
  type DeskUnderTest,
  HOSTS,
  type HostKind,
  hostMissing,
  openDesk,
} from '../support/desk-hosts'
import { eventually } from '../support/eventually'

const SHOTS = resolve('tests/out/screenshots')
const PASSWORD = 'ponte-vecchio-lucchese-41'
const administrator = { username: 'anna', displayName: 'Anna di Prova', password: PASSWORD }

let folder: string
let desks: DeskUnderTest[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cantoniere-journey-'))
  desks = []
})
afterEach(async () => {
  for (const desk of desks) await desk.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const open = async (kind: HostKind, name: string, options: Omit<DeskOptions, 'userFolder'> = {}) => {
  const desk = await openDesk(kind, { ...options, userFolder: join(folder, name) })
  desks.push(desk)
  return desk
}

const isStoreOpen = async (desk: DeskUnderTest): Promise<boolean> => {
  const status = await desk.call<{ store: unknown }>('desk.status', {})
  return status.ok && status.value.store !== null
}

const signIn = (desk: DeskUnderTest) =>
  desk.call<{ user: { roles: Role[] } }>('accounts.signIn', { username: 'anna', password: PASSWORD })

describe.each(HOSTS)('a desk in the %s host', (kind) => {
  const missing = hostMissing(kind)
  const banner = (desk: DeskUnderTest) => desk.page.getByRole('alert').filter({ hasText: /interrotto/i })

  it.skipIf(missing !== null)(
    `opens the demonstration on an empty computer${missing ? ` (${missing})` : ''}`,
    async () => {
      const desk = await open(kind, 'first', { demo: true })
      await eventually('the demonstration store', () => isStoreOpen(desk))
      const status = await desk.call('desk.status', {})
      expect(status).toMatchObject({ ok: true, value: { host: kind, store: { demo: true } } })
      expect(await desk.page.title()).toContain('Cantoniere')
      expect(desk.complaints.filter((text) => /content security policy|refused to/i.test(text))).toEqual([])
    },
  )

  it.skipIf(missing !== null)('says that the engine is silent, and goes on when it answers again', async () => {
    const desk = await open(kind, 'silent')
    await eventually('the engine', async () => (await desk.call('desk.status', {})).ok)
    const pid = await desk.enginePid()
    process.kill(pid, 'SIGSTOP')
    try {
      await banner(desk).waitFor({ timeout: 60_000 })
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await banner(desk).waitFor({ state: 'detached', timeout: 60_000 })
    expect((await desk.call('desk.status', {})).ok).toBe(true)
  })

  it.skipIf(missing !== null)('tries the locks of the store’s folder with processes of its own', async () => {
    const desk = await open(kind, 'locks')
    await eventually('the engine', async () => (await desk.call('desk.status', {})).ok)
    const made = await desk.call('desk.createStore', { path: join(folder, 'prova.db'), administrator })
    expect(made).toMatchObject({ ok: true, value: { store: { readOnly: null, mode: 'local' } } })
    await signIn(desk)
    expect(await desk.call('desk.examine', {})).toMatchObject({
      ok: true,
      value: { locks: { hold: true, fault: null }, place: { network: false }, inside: [] },
    })
  })

  it.skipIf(missing !== null)('starts the engine again when it dies, and the page comes back by itself', async () => {
    const desk = await open(kind, 'died')
    await eventually('the engine', async () => (await desk.call('desk.status', {})).ok)
    const pid = await desk.enginePid()
    process.kill(pid, 'SIGKILL')
    await eventually('a new engine', async () => {
      const next = await desk.enginePid().catch(() => 0)
      return next > 0 && next !== pid
    })
    await eventually('an answer', async () => (await desk.call('desk.status', {})).ok)
    await banner(desk).waitFor({ state: 'detached', timeout: 60_000 })
    expect(await desk.enginePid()).not.toBe(pid)
  })
})

describe.each(HOSTS)('the page in the %s host', (kind) => {
  it.skipIf(hostMissing(kind) !== null)(
    'is kept in: no Node, nothing from elsewhere, no file without a session',
    async () => {
      const desk = await open(kind, 'kept', { demo: true })
      await eventually('the demonstration store', () => isStoreOpen(desk))
      const found = await desk.page.evaluate(async () => ({
        node: 'require' in globalThis || 'process' in globalThis,
        elsewhere: await fetch('http://127.0.0.1:9/').then(
          () => true,
          () => false,
        ),
        stream: (await fetch(`/stream/${'0'.repeat(64)}?t=guess`)).status,
      }))
      expect(found).toEqual({ node: false, elsewhere: false, stream: 403 })
      expect(desk.complaints.some((text) => /content security policy/i.test(text))).toBe(true)
    },
  )
})

describe.each(HOSTS)('the first start in the %s host', (kind) => {
  const missing = hostMissing(kind)

  it.skipIf(missing !== null)('leads from nothing to an open desk, and then to the steps that are left', async () => {
    const desk = await open(kind, 'new')
    const { page } = desk
    const field = (name: RegExp) => page.getByRole('textbox', { name })
    await page.getByRole('button', { name: /^Crea un archivio/ }).click()
    const wanted = join(folder, 'Ufficio è pronto', 'archivio.db')
    await field(/^File dell'archivio/).fill(wanted)
    await field(/^Nome e cognome/).fill(administrator.displayName)
    await field(/^Nome utente/).fill(administrator.username)
    await page.getByLabel('Password', { exact: true }).fill(PASSWORD)
    await page.getByLabel('Ripeti la password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByText('La cartella non si può leggere').waitFor()
    await expect.poll(() => field(/^File dell'archivio/).evaluate((one) => one === document.activeElement)).toBe(true)
    expect(existsSync(wanted), 'a folder that may be a share which is away is not made').toBe(false)

    mkdirSync(dirname(wanted))
    await page.keyboard.press('Enter')
    // The password was chosen a moment ago: nobody asks for it again.
    await page.getByRole('heading', { name: 'Primi passi' }).waitFor()
    const colleagues = page.getByRole('link', { name: /^Colleghi/ })
    expect(await colleagues.textContent()).not.toContain('Fatto')
    await page.screenshot({ path: join(SHOTS, `${kind}-first-steps.png`) })

    await desk.join()
    const made = await desk.call('accounts.create', {
      username: 'maria',
      displayName: 'Maria di Prova',
      email: null,
      roles: ['counter'],
      active: true,
      password: PASSWORD,
    })
    expect(made.ok).toBe(true)
    await colleagues.filter({ hasText: 'Fatto' }).waitFor()
    await colleagues.click()
    await page.getByRole('rowheader', { name: 'Maria di Prova' }).waitFor()
  })
})

describe("the web host's address", () => {
  it.skipIf(hostMissing('web') !== null)('opens one browser once, and tells the next one what to do', async () => {
    const desk = await open('web', 'key', { demo: true })
    const { page, address } = desk
    await page.getByLabel('Nome utente').waitFor({ timeout: 60_000 })
    await page.reload()
    await page.getByLabel('Nome utente').waitFor()
    const again = await page.context().newPage()
    await again.goto(address)
    await again.getByLabel('Nome utente').waitFor()

    const elsewhere = await page.context().browser()?.newContext({ locale: 'it-IT' })
    if (!elsewhere) throw new Error('no browser')
    const stranger = await elsewhere.newPage()
    const complaints: string[] = []
    stranger.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
    await stranger.goto(address)
    await stranger.getByRole('heading', { name: 'Questo indirizzo è già stato usato' }).waitFor()
    await stranger.getByText(/For another browser/).waitFor()
    expect(await stranger.getByRole('alert').count(), 'nothing is interrupted').toBe(0)
    expect(await stranger.getByLabel('Nome utente').count()).toBe(0)
    await stranger.screenshot({ path: join(SHOTS, 'web-used-key.png') })
    expect([...complaints, ...desk.complaints]).toEqual([])
  })
})

describe('a window of the desktop', () => {
  it.skipIf(hostMissing('electron') !== null)('shows our page and nothing else', async () => {
    const desk = await open('electron', 'window')
    const address = desk.page.url()
    expect(await desk.page.evaluate(() => globalThis.open('https://example.org/') === null)).toBe(true)
    await desk.page.evaluate(() => globalThis.location.assign('https://example.org/'))
    await eventually('the engine', async () => (await desk.call('desk.status', {})).ok)
    expect(desk.page.url().split('#')[0]).toBe(address.split('#')[0])
    expect(address.startsWith('app://desk/')).toBe(true)
  })
})

const pairs: readonly (readonly [HostKind, HostKind])[] = [
  ['web', 'web'],
  ['electron', 'web'],
]

describe.each(pairs)('two desks on one store, %s beside %s', (first, second) => {
  const missing = hostMissing(first) ?? hostMissing(second)

  it.skipIf(missing !== null)('what one writes, the other hears', async () => {
    mkdirSync(join(folder, 'town'))
    const store = join(folder, 'town', 'archivio.cantoniere')
    const one = await open(first, 'one')
    await eventually('the first engine', async () => (await one.call('desk.status', {})).ok)
    const made = await one.call('desk.createStore', { path: store, administrator })
    expect(made.ok ? 'made' : made.error).toBe('made')
    const signedIn = await signIn(one)
    if (!signedIn.ok) throw new Error(`sign-in refused: ${signedIn.error.code}`)

    const other = await open(second, 'other', { store })
    await eventually('the second store', () => isStoreOpen(other))
    expect(await signIn(other)).toMatchObject({ ok: true })
    const before = (await other.events()).filter((name) => name === 'changes').length

    const { roles } = signedIn.value.user
    const bruno = { username: 'bruno', displayName: 'Bruno di Prova', email: null, roles, active: true }
    expect(await one.call('accounts.create', { ...bruno, password: PASSWORD })).toMatchObject({ ok: true })
    await eventually('the news on the other desk', async () => {
      const events = await other.events()
      return events.filter((name) => name === 'changes').length > before
    })
    const users = await other.call<{ users: { username: string }[] }>('accounts.list', {})
    expect(users.ok && users.value.users.map((user) => user.username)).toContain('bruno')
  })
})
