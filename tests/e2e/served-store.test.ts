import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DEMO_PASSWORD } from '@main/demo/demo-town'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, HOSTS, hostMissing, openDesk } from '../support/desk-hosts'
import { freePorts } from '../support/free-ports'
import { signIn } from '../support/sign-in'
import { ticketNumbers } from '../support/ticket-numbers'

const SHOTS = resolve('tests/out/screenshots')

const openTicket = async (page: Page, number: string): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('textbox').fill(number)
  await page
    .getByRole('option', { name: new RegExp(number) })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: new RegExp(number) }).waitFor()
}

const changeSubject = async (page: Page, subject: string): Promise<void> => {
  await page.getByRole('button', { name: "Modifica l'oggetto" }).click()
  await page.getByRole('textbox', { name: 'Oggetto' }).fill(subject)
  await page.keyboard.press('Enter')
  await page.getByRole('article', { name: subject }).waitFor()
}

describe.each(HOSTS)('two desks in the %s host, one of which keeps the store', (kind) => {
  const missing = hostMissing(kind)
  let folder: string
  let keeper: DeskUnderTest
  let other: DeskUnderTest
  let code = ''
  let numbers: string[] = []
  let port = 0

  beforeAll(async () => {
    if (missing !== null) return
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-served-'))
    mkdirSync(SHOTS, { recursive: true })
    const store = join(folder, 'a.db')
    await makeDemoStore(store, { tickets: 60 })
    numbers = ticketNumbers(store)
    ;[port] = await freePorts(1)
    keeper = await openDesk(kind, { userFolder: join(folder, 'keeper'), store })
    other = await openDesk(kind, { userFolder: join(folder, 'other') })
  })
  afterAll(async () => {
    if (missing !== null) return
    await other.close()
    await keeper.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const shot = (desk: DeskUnderTest, name: string) => desk.page.screenshot({ path: join(SHOTS, `${kind}-${name}.png`) })
  const toServing = async (): Promise<void> => {
    await keeper.page.evaluate(() => {
      location.hash = '#/settings/serving'
    })
    await keeper.page.getByRole('heading', { name: "Servi l'archivio" }).waitFor()
  }

  it.skipIf(missing !== null)('the administrator serves the store and shows a code', async () => {
    const { page } = keeper
    await signIn(page, 'anna')
    await toServing()
    await page.getByLabel('Indirizzo').click()
    await page.getByRole('option', { name: /127\.0\.0\.1/ }).click()
    await page.getByRole('spinbutton', { name: 'Porta' }).fill(String(port))
    await page.getByRole('button', { name: "Servi l'archivio" }).click()
    await page.getByRole('button', { name: 'Mostra un codice' }).click()
    const shown = page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
    await shown.waitFor()
    code = await shown.innerText()
    expect(await page.getByRole('img', { name: /Codice QR/ }).count()).toBe(1)
    await shot(keeper, 'served-invitation')
  })

  it.skipIf(missing !== null)(
    'the other desk is paired at its first start and comes to the sign-in of the same town',
    async () => {
      const { page } = other
      await page.getByRole('button', { name: /Collegati a un'altra postazione/ }).click()
      await page.getByLabel('Indirizzo').fill('127.0.0.1')
      await page.getByRole('spinbutton', { name: 'Porta' }).fill(String(port))
      await page.getByLabel('Codice di abbinamento').fill('0000-0000')
      await page.getByRole('button', { name: 'Avanti' }).click()
      await page.getByText('con questa impronta').waitFor()
      await shot(other, 'served-fingerprint')
      await page.getByRole('button', { name: 'È la stessa: collega' }).click()
      await page.getByText('Il codice non va bene').waitFor()
      await page.getByRole('button', { name: 'Indietro' }).click()
      await page.getByLabel('Codice di abbinamento').fill(code.toLowerCase())
      await page.getByRole('button', { name: 'Avanti' }).click()
      await page.getByRole('button', { name: 'È la stessa: collega' }).click()
      await signIn(page, 'maria')
      await page.getByText(/Connessa a \S/).waitFor()
      await expect.poll(() => keeper.page.getByText('connessa adesso').count()).toBe(1)
      await shot(keeper, 'served-desks')
    },
  )

  it.skipIf(missing !== null)('each sees what the other changes', async () => {
    await openTicket(keeper.page, numbers[5] ?? '')
    await openTicket(other.page, numbers[5] ?? '')
    await changeSubject(other.page, 'Tombino che balla in via Roma')
    await keeper.page.getByRole('article', { name: 'Tombino che balla in via Roma' }).waitFor()
    await changeSubject(keeper.page, 'Tombino che balla in piazza')
    await expect.poll(() => other.page.getByRole('article', { name: 'Tombino che balla in piazza' }).count()).toBe(1)
  })

  it.skipIf(missing !== null)(
    'says so when the line is gone, keeps the page, and goes on when it is back',
    async () => {
      await toServing()
      await keeper.page.getByRole('button', { name: 'Smetti di servire' }).click()
      await keeper.page.getByRole('dialog').getByRole('button', { name: 'Smetti di servire' }).click()
      const banner = other.page.getByRole('alert').filter({ hasText: /Collegamento con .* perso/ })
      await banner.waitFor()
      expect(await other.page.getByRole('article', { name: 'Tombino che balla in piazza' }).count()).toBe(1)
      await shot(other, 'served-line-lost')
      await keeper.page.getByRole('button', { name: "Servi l'archivio" }).click()
      await banner.waitFor({ state: 'detached' })
      await openTicket(other.page, numbers[6] ?? '')
      await changeSubject(other.page, 'Siepe da potare')
      await openTicket(keeper.page, numbers[6] ?? '')
      await keeper.page.getByRole('article', { name: 'Siepe da potare' }).waitFor()
    },
  )

  it.skipIf(missing !== null)(
    'covers its page when its access is taken, and gives what was being typed back to its writer alone',
    async () => {
      const { page } = other
      await page.getByRole('button', { name: 'Nota interna' }).click()
      const note = page.getByRole('textbox', { name: 'Nota interna' })
      await note.fill('La siepe e')
      await toServing()
      await keeper.page.getByRole('button', { name: /^Revoca / }).click()
      await keeper.page.getByRole('dialog').getByRole('button', { name: 'Revoca' }).click()
      await page.getByRole('heading', { name: /ha tolto l'accesso a questa postazione/ }).waitFor()
      await expect.poll(() => page.getByRole('grid').count()).toBe(0)
      await keeper.page.getByText('Nessuna postazione abbinata').waitFor()
      await shot(other, 'served-revoked')

      await keeper.page.getByRole('button', { name: /Mostra un codice|Nuovo codice/ }).click()
      const shown = keeper.page.getByText(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
      await shown.waitFor()
      await page.getByLabel('Codice di abbinamento').fill(await shown.innerText())
      await page.getByRole('button', { name: 'Avanti' }).click()
      await page.getByRole('button', { name: 'È la stessa: collega' }).click()
      await page.getByRole('heading', { name: 'Rientra per riprendere' }).waitFor()
      expect(await page.getByRole('grid').count()).toBe(0)
      await page.getByLabel('Password').fill(DEMO_PASSWORD)
      await page.keyboard.press('Enter')
      await page.getByRole('grid').waitFor()
      expect(await note.inputValue()).toBe('La siepe e')
      await note.fill('La siepe e il fosso')
      await page.keyboard.press('Control+Enter')
      await page.getByText('La siepe e il fosso').first().waitFor()
      await note.waitFor({ state: 'detached' })
    },
  )

  it.skipIf(missing !== null)('leaves for the first start when nobody pairs it again', async () => {
    const { page } = other
    await toServing()
    await keeper.page.getByRole('button', { name: /^Revoca / }).click()
    await keeper.page.getByRole('dialog').getByRole('button', { name: 'Revoca' }).click()
    await page.getByRole('button', { name: 'Scollega questa postazione…' }).click()
    await page.getByRole('button', { name: 'Scollega', exact: true }).click()
    await expect.poll(() => page.getByRole('heading', { name: 'Benvenuto nel Cantoniere' }).count()).toBe(1)
  })

  it.skipIf(missing !== null)('loads nothing from elsewhere', () => {
    const complaints = [...keeper.complaints, ...other.complaints]
    expect(complaints.filter((text) => /content security policy|refused to/i.test(text))).toEqual([])
  })
})
