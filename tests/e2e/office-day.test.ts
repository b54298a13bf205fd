import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, HOSTS, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'

const SHOTS = resolve('tests/out/screenshots')

let folder: string
let store: string
let desk: DeskUnderTest | null

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cantoniere-day-'))
  store = join(folder, 'dimostrazione.db')
  mkdirSync(SHOTS, { recursive: true })
  await makeDemoStore(store, { tickets: 120 })
  desk = null
})
afterEach(async () => {
  await desk?.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe.each(HOSTS)('a morning at the desk, in the %s host', (kind) => {
  const missing = hostMissing(kind)

  it.skipIf(missing !== null)('from sign-in to a logged phone report, without a mouse', async () => {
    desk = await openDesk(kind, { userFolder: join(folder, 'utente'), store })
    const { page } = desk
    const shot = (name: string) => page.screenshot({ path: join(SHOTS, `${kind}-${name}.png`) })

    await signIn(page, 'maria')
    const grid = page.getByRole('grid')
    await grid.waitFor()
    await grid.getByRole('row').nth(3).waitFor()
    await shot('queue')

    await page.keyboard.press('F2')
    const reporter = page.getByRole('combobox', { name: 'Chi segnala' })
    await reporter.waitFor()
    await page.keyboard.press('Alt+2')
    await reporter.fill('335/1397378')
    await page.getByLabel('Che cosa succede').fill('Il lampione davanti alla scuola è spento da lunedì')
    await shot('report')
    await page.keyboard.press('Control+Enter')
    await page
      .getByText(/SEGN-\d{4}-\d{6} registrata/)
      .first()
      .waitFor()
    // Saved, opened, and the next key is the ticket's already.
    await page.getByRole('article').first().waitFor()
    await expect.poll(() => page.locator('article :focus').count()).toBe(1)
    await page.keyboard.press('n')
    await page.getByRole('textbox', { name: 'Nota interna' }).waitFor()

    await desk.join()
    const found = await desk.call<{ byPhone: { number: string; channel: string }[] }>('search.find', {
      text: '+39 335 139 7378',
    })
    expect(found).toMatchObject({ ok: true })
    if (found.ok) expect(found.value.byPhone[0]).toMatchObject({ channel: 'phone' })

    // Found by its number, and the keyboard is in it once the search has gone.
    await page.getByRole('navigation').getByRole('link', { name: 'Coda' }).first().click()
    await grid.waitFor()
    await page.keyboard.press('Control+k')
    await page
      .getByPlaceholder('Scrivi un comando o cerca…')
      .fill(found.ok ? (found.value.byPhone[0]?.number ?? '') : '')
    await page.getByRole('option', { name: /SEGN-/ }).first().waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect.poll(() => page.locator('article :focus').count()).toBe(1)
    expect(desk.complaints.filter((text) => /content security policy|refused to/i.test(text))).toEqual([])
  })

  it.skipIf(missing !== null)('every screen opens with something to read', async () => {
    desk = await openDesk(kind, { userFolder: join(folder, 'utente'), store })
    const { page } = desk
    await signIn(page, 'anna')
    for (const screen of ['Da verificare', 'Mappa', 'Squadre', 'Coda']) {
      await page.getByRole('navigation').getByRole('link', { name: screen }).first().click()
      await page.getByRole('heading', { name: screen }).first().waitFor()
      await page.screenshot({ path: join(SHOTS, `${kind}-${screen.toLowerCase().replace(' ', '-')}.png`) })
    }
    expect(desk.complaints.filter((text) => /content security policy|refused to/i.test(text))).toEqual([])
  })
})
