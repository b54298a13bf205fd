import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'

const missing = hostMissing('web')

describe.skipIf(missing !== null)(`the office's routine${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let desk: DeskUnderTest

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-routine-'))
    const store = join(folder, 'a.db')
    await makeDemoStore(store, { tickets: 40 })
    desk = await openDesk('web', { userFolder: join(folder, 'utente'), store })
    await signIn(desk.page, 'giorgio')
    await desk.join()
  })
  afterAll(async () => {
    await desk.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('runs a macro by three keys, shows before what it does, and takes it back by one', async () => {
    const { page } = desk
    const catalog = await desk.call<{ categories: { id: number; name: string }[] }>('settings.catalog', {})
    // Whose work it is has to be known before a crew is proposed.
    const categoryId = catalog.ok ? catalog.value.categories.find(({ name }) => name === 'Buche')?.id : undefined
    const made = await desk.call<{ id: number; number: string }>('tickets.create', {
      channel: 'phone',
      subject: 'Buca davanti alla scuola',
      categoryId,
    })
    if (!made.ok) throw new Error(made.error.code)
    const { id, number } = made.value
    const statusNow = async (): Promise<string> => {
      const answer = await desk.call<{ status: string }>('tickets.get', { id })
      return answer.ok ? answer.value.status : answer.error.code
    }
    await page.evaluate((hash) => {
      location.hash = hash
    }, `#/queue/${id}`)
    await page.getByRole('heading', { name: number }).waitFor()
    await page.getByRole('grid').focus()
    await page.keyboard.press('q')
    const dialog = page.getByRole('dialog', { name: `Macro su ${number}` })
    await dialog.getByRole('option', { name: /Programma con la squadra proposta/ }).waitFor()
    await page.keyboard.press('1')
    await dialog.getByText('Intervento:').waitFor()
    expect(await statusNow()).toBe('new')
    await page.keyboard.press('Enter')
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(statusNow).toBe('assigned')
    await page.keyboard.press('Control+z')
    await expect.poll(statusNow).toBe('new')
  })

  it('lets a rule act by itself, tells so on the ticket and on the desk, and lists it in the settings', async () => {
    const { page } = desk
    const made = await desk.call<{ id: number; number: string }>('tickets.create', {
      channel: 'phone',
      kind: 'complaint',
      subject: 'Nessuno risponde da un mese',
    })
    if (!made.ok) throw new Error(made.error.code)
    await page.getByRole('button', { name: /Apri gli avvisi: 1 avviso/ }).click()
    await page.getByRole('button', { name: /Regola «Reclami: subito ai responsabili»/ }).click()
    await page.getByText(/^Regola «Reclami: subito ai responsabili»: Priorità, \d persone avvisate/).waitFor()
    await page.evaluate(() => {
      location.hash = '#/settings/automations'
    })
    const log = page.getByRole('table', { name: 'Che cosa hanno fatto' })
    await expect.poll(() => log.getByRole('link', { name: made.value.number }).count()).toBe(1)
  })

  it('leaves the browser nothing to complain of', () => {
    expect(desk.complaints).toEqual([])
  })
})
