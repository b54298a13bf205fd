import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { electronFlags, electronPath } from '../support/browsers'
import { launchElectron } from '../support/launch-electron'
import { pairingText } from '@shared/lan/pairing-text'
import { hostMissing } from '../support/desk-hosts'

const missing = hostMissing('electron')
const root = resolve(import.meta.dirname, '../..')

const PATIENCE_MS = 240_000

interface PageWindow {
  readonly desktop: { savePdf(name: string): Promise<boolean> }
}

let home: string
let store: string
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'cantoniere-desktop-'))
  store = join(home, 'a.db')
  if (missing === null) await makeDemoStore(store, { tickets: 30 })
})
afterAll(() => rmSync(home, { recursive: true, force: true, maxRetries: 5 }))

describe.skipIf(missing !== null)(`the desktop program${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let apps: ElectronApplication[]
  beforeEach(() => {
    folder = mkdtempSync(join(home, 'user-'))
    apps = []
  })
  afterEach(async () => {
    for (const app of apps) await app.close()
  })

  const argumentsOf = (...more: readonly string[]): string[] => [
    root,
    ...electronFlags(),
    '--user-data',
    folder,
    '--store',
    store,
    ...more,
  ]
  const start = (...more: readonly string[]) => launch(argumentsOf(...more))
  const launch = async (args: readonly string[]): Promise<{ app: ElectronApplication; page: Page }> => {
    const app = await launchElectron(folder, args)
    apps.push(app)
    const page = await app.firstWindow({ timeout: PATIENCE_MS })
    // On a busy machine a step may take as long as the test that it belongs to.
    page.setDefaultTimeout(PATIENCE_MS)
    return { app, page }
  }
  const end = async (app: ElectronApplication): Promise<void> => {
    apps = apps.filter((one) => one !== app)
    await app.close()
  }
  const enter = async (page: Page): Promise<void> => {
    await page.getByLabel('Nome utente').fill('anna')
    await page.getByLabel('Password').fill('dimostrazione')
    await page.keyboard.press('Enter')
  }
  /** A second click on the program's icon, or on a link: its exit code. */
  const startAgain = async (...more: readonly string[]): Promise<number | null> => {
    const child = spawn(electronPath() ?? '', argumentsOf(...more), { stdio: 'ignore' })
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  }

  it('has its menus in Italian, and each opens what it names', async () => {
    const { app, page } = await start()
    await page.getByLabel('Nome utente').waitFor()
    const isOffered = (id: string) =>
      app.evaluate(({ Menu }, asked) => Menu.getApplicationMenu()?.getMenuItemById(asked)?.enabled, id)
    expect(await isOffered('intake.new'), 'nobody has signed in').toBe(false)
    await enter(page)
    await expect.poll(() => isOffered('intake.new'), { timeout: PATIENCE_MS }).toBe(true)
    await page.getByRole('grid').waitFor()
    const labels = await app.evaluate(({ Menu }) =>
      (Menu.getApplicationMenu()?.items ?? []).map(({ label, submenu }) => [
        label,
        ...(submenu?.items ?? []).map((item) => item.label).filter(Boolean),
      ]),
    )
    expect(labels.map(([first]) => first)).toEqual(['File', 'Modifica', 'Visualizza', 'Vai', 'Aiuto'])
    expect(labels[0]).toEqual(['File', 'Nuova segnalazione', 'Blocca la postazione', 'Esci'])
    expect(labels[1]).toContain('Incolla')
    const choose = (id: string): Promise<void> =>
      app.evaluate(({ Menu }, chosen) => Menu.getApplicationMenu()?.getMenuItemById(chosen)?.click(), id)
    await choose('go.crews')
    await page.getByRole('heading', { name: 'Squadre' }).first().waitFor()
    await choose('app.shortcuts')
    await page.getByRole('dialog', { name: 'Tasti rapidi' }).waitFor()
  })

  it('is one program: a second start gives its link to the first and shows its window', async () => {
    const { app, page } = await start()
    await enter(page)
    await page.getByRole('grid').waitFor()
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.hide())
    expect(await startAgain('cantoniere://ticket/7')).toBe(0)
    await page.waitForURL(/#\/ticket\/7$/)
    await page.getByRole('article').first().waitFor()
    const visible = await app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => window.isVisible()),
    )
    expect(visible).toEqual([true])
    await expect
      .poll(() => page.title(), { timeout: PATIENCE_MS })
      .toMatch(/^SEGN-\d{4}-\d{6} · Segnalazione – \S.* – Cantoniere$/)
    const title = await page.title()
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle())).toBe(title)

    expect(await startAgain('cantoniere://ticket/7/../8', 'cantoniere://run/me')).toBe(0)
    expect(page.url()).toMatch(/#\/ticket\/7$/)
  })

  it('opens the ticket of the link that it was started with, once somebody has signed in', async () => {
    const { page } = await start('cantoniere://ticket/5')
    await enter(page)
    await page.getByRole('article').first().waitFor()
    expect(page.url()).toMatch(/#\/ticket\/5$/)
  })

  describe('invited to the store of another desk by its link', () => {
    const invitation = pairingText({
      address: '127.0.0.1',
      port: 47_621,
      code: '7K2M-Q4XD',
      fingerprint: 'AB'.repeat(32),
      name: 'URP sportello',
    })
    const expectFilledIn = async (page: Page): Promise<void> => {
      await page.getByLabel('Indirizzo').waitFor()
      expect(await page.getByLabel('Indirizzo').inputValue()).toBe('127.0.0.1')
      expect(await page.getByLabel('Codice di abbinamento').inputValue()).toBe('7K2M-Q4XD')
    }

    it('at its first start, shows the way there filled in', async () => {
      const bare = argumentsOf(invitation).filter((arg) => arg !== '--store' && arg !== store)
      const { page } = await launch(bare)
      await page.getByRole('heading', { name: "Collegati a un'altra postazione" }).waitFor()
      await expectFilledIn(page)
    })

    it('while it works on a store, says what it would leave, and whoever gives up is back at the queue', async () => {
      const { page } = await start()
      await enter(page)
      await page.getByRole('grid').waitFor()
      expect(await startAgain(invitation)).toBe(0)
      await page.getByRole('heading', { name: 'Invito di URP sportello' }).waitFor()
      await page.getByText("Questa postazione lascia l'archivio").waitFor()
      await expectFilledIn(page)
      await page.getByRole('button', { name: 'Indietro' }).click()
      await page.getByRole('grid').waitFor()
    })
  })

  it('gives a ticket a window of its own in the same session, locked and left together with the first', async () => {
    const { app, page } = await start()
    await enter(page)
    await page.getByRole('grid').getByRole('row').nth(2).click()
    await page.getByRole('article').first().waitFor()
    const opening = app.waitForEvent('window', { timeout: PATIENCE_MS })
    await page.getByRole('button', { name: 'Apri in una finestra a parte' }).click()
    const own = await opening
    own.setDefaultTimeout(PATIENCE_MS)
    const closing = own.waitForEvent('close', { timeout: PATIENCE_MS })
    await own.getByRole('article').first().waitFor()
    expect(own.url()).toMatch(/#\/ticket\/\d+$/)

    await app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('app.lock')?.click())
    for (const one of [page, own]) await one.getByRole('button', { name: 'Sblocca' }).waitFor()
    await own.getByLabel('Password').fill('dimostrazione')
    await own.keyboard.press('Enter')
    for (const one of [page, own]) await one.getByRole('article').first().waitFor()

    await page.getByRole('button', { name: 'Il tuo profilo e le preferenze' }).click()
    await page.getByRole('menuitem', { name: 'Esci' }).click()
    await closing
    await page.getByLabel('Nome utente').waitFor()
  })

  it('comes back where it was, in the size that it had', async () => {
    const first = await start()
    await first.page.getByLabel('Nome utente').waitFor()
    const boundsOf = (app: ElectronApplication) =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds())
    const place = { x: 60, y: 40, width: 1100, height: 700 }
    await first.app.evaluate(({ BrowserWindow }, bounds) => BrowserWindow.getAllWindows()[0]?.setBounds(bounds), place)
    await expect.poll(async () => (await boundsOf(first.app))?.width, { timeout: PATIENCE_MS }).toBe(1100)
    const left = await boundsOf(first.app)
    await end(first.app)
    expect(JSON.parse(readFileSync(join(folder, 'window.json'), 'utf8'))).toMatchObject({ ...left, maximized: false })
    const again = await start()
    await again.page.getByLabel('Nome utente').waitFor()
    expect(await boundsOf(again.app)).toEqual(left)
  })

  it('keeps what is on screen as a PDF where the person says, and nothing when they say nowhere', async () => {
    const { app, page } = await start()
    await enter(page)
    await page.getByRole('grid').waitFor()
    const target = join(folder, 'coda.pdf')
    // The system's own dialog cannot be clicked here: what it would answer is put in its place.
    const answer = (path: string): Promise<void> =>
      app.evaluate(({ dialog }, filePath) => {
        dialog.showSaveDialog = () => Promise.resolve({ canceled: filePath === '', filePath })
      }, path)
    const save = () => page.evaluate(() => (globalThis as unknown as PageWindow).desktop.savePdf('coda.pdf'))
    await answer('')
    expect(await save()).toBe(false)
    expect(existsSync(target)).toBe(false)
    await answer(target)
    expect(await save()).toBe(true)
    expect(readFileSync(target).subarray(0, 5).toString()).toBe('%PDF-')
  })
})
