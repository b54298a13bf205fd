import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'

const missing = hostMissing('web')
const CHAT = resolve(import.meta.dirname, '../fixtures/whatsapp/ios_it_24h.zip')

describe.skipIf(missing !== null)(`a chat from the office's telephone${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let desk: DeskUnderTest

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-whatsapp-'))
    const store = join(folder, 'a.db')
    await makeDemoStore(store, { tickets: 20 })
    desk = await openDesk('web', { userFolder: join(folder, 'maria'), store })
    await signIn(desk.page, 'maria')
    await desk.join()
  })
  afterAll(async () => {
    await desk.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('is cut by the keyboard, taken in whole, known the second time, and taken back', async () => {
    const { page } = desk
    await page
      .getByRole('link', { name: 'Chat WhatsApp' })
      .or(page.getByRole('link', { name: 'WhatsApp' }))
      .click()
    const choose = () => page.locator('input[type=file]').setInputFiles(CHAT)
    await choose()
    await page.getByRole('button', { name: /^Prendi 1 segnalazione/ }).waitFor()
    await page.locator('li img').first().waitFor()
    await page.keyboard.press('j')
    await page.keyboard.press('t')
    await page.getByRole('button', { name: /^Prendi 2 segnalazioni/ }).waitFor()
    await page.keyboard.press('u')
    await page.getByRole('button', { name: /^Prendi 1 segnalazione/ }).waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText('1 segnalazione creata.').waitFor()

    await page.getByRole('button', { name: "Un'altra chat" }).click()
    await choose()
    await page.getByText('Niente di nuovo da prendere').waitFor()
    await page.getByRole('button', { name: 'Lascia la chat' }).click()
    await page.getByRole('button', { name: /^Annulla l'importazione/ }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Annulla', exact: true }).last().click()
    await page.getByText('Importazione annullata: 1 segnalazione chiusa.').first().waitFor()
    await choose()
    await page.getByRole('button', { name: /^Prendi 1 segnalazione/ }).waitFor()
    expect(desk.complaints).toEqual([])
  })
})
