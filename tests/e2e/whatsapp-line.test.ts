import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import {
  ACCOUNT_ID,
  CLOUD_TOKEN,
  type CloudServer,
  PHONE_NUMBER_ID,
  TEMPLATES,
  startCloud,
} from '../support/cloud-server'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { eventually } from '../support/eventually'
import { type RelayUnderTest, startRelay } from '../support/relay-process'
import { signIn } from '../support/sign-in'

const missing = hostMissing('web')
const SAMPLE = resolve(import.meta.dirname, '../fixtures/cloudapi/text.json')

describe.skipIf(missing !== null)(`the office's WhatsApp number${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let desk: DeskUnderTest
  let cloud: CloudServer
  let relay: RelayUnderTest

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-line-'))
    cloud = await startCloud()
    cloud.templates = TEMPLATES
    // One file, as an office copies it to its web server: nothing else of the desk is there.
    const alone = join(folder, 'relay.mjs')
    copyFileSync(resolve('out/main/relay.js'), alone)
    relay = await startRelay(join(folder, 'relay'), [], [alone])
    const store = join(folder, 'a.db')
    await makeDemoStore(store, { tickets: 20 })
    desk = await openDesk('web', { userFolder: join(folder, 'anna'), store })
    await signIn(desk.page, 'anna')
    await desk.join()
    // Fifteen seconds in which it may be taken back are long for a test.
    const all = await desk.call<{ mail: object }>('settings.all', {})
    if (!all.ok) throw new Error(all.error.code)
    const { mail } = all.value
    await desk.call('settings.save', { key: 'mail', base: mail, value: { ...mail, undoSeconds: 0 } })
  })
  afterAll(async () => {
    await desk.close()
    await relay.kill()
    await cloud.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('is entered and tried, brings a citizen’s words by itself, and carries the answer', async () => {
    const { page } = desk
    await page.getByRole('link', { name: 'Impostazioni' }).click()
    await page.getByRole('navigation', { name: 'Impostazioni' }).getByRole('link', { name: 'WhatsApp' }).click()
    await page.getByRole('switch', { name: "Usa il numero WhatsApp dell'ufficio" }).click()
    await page.getByLabel('Identificativo del numero').fill(PHONE_NUMBER_ID)
    await page.getByLabel("Identificativo dell'account WhatsApp").fill(ACCOUNT_ID)
    await page.getByLabel("Indirizzo dell'API").fill(cloud.url)
    await page.getByLabel('Indirizzo del ripetitore').fill(relay.url)
    const write = async (label: string, token: string): Promise<void> => {
      await page.getByRole('button', { name: 'Scrivilo' }).first().click()
      await page.getByLabel(label).fill(token)
      await page.keyboard.press('Enter')
      await page
        .getByRole('paragraph')
        .filter({ hasText: `${label}. Questa postazione ce l'ha` })
        .waitFor()
    }
    await write('Token di accesso di Meta', CLOUD_TOKEN)
    await write('Token del ripetitore (deskToken)', relay.secrets.deskToken)
    await page.getByRole('button', { name: 'Prova collegamento' }).click()
    await page.getByText('Numero +39 335 139 7378, Cantoniere di paese').waitFor()
    await page.getByText('3 modelli approvati da usare').waitFor()
    await page.getByText('Ripetitore raggiunto: nessun messaggio in attesa').waitFor()
    await page.getByRole('button', { name: 'Salva' }).click()
    await page.getByText('Ripetitore letto').waitFor()

    const body = readFileSync(SAMPLE, 'utf8')
      .replace('PHONE_NUMBER_ID', PHONE_NUMBER_ID)
      .replace('1775113920', String(Math.floor(Date.now() / 1000)))

    expect((await relay.webhook(body)).status).toBe(200)
    await page.getByRole('link', { name: 'Coda' }).click()
    await page.getByRole('row', { name: /Buca in via Romana 15/ }).click()

    await page.getByRole('button', { name: 'Risposta al cittadino' }).click()
    await page.getByText('testo libero fino a').waitFor()
    await page.getByRole('textbox', { name: 'Risposta al cittadino' }).fill('La squadra passa domani.')
    await page.keyboard.press('Control+Enter')
    await eventually('the answer has left', () => cloud.sent.length === 1)
    expect(cloud.sent[0]?.body).toMatchObject({ to: '393350000000', text: { body: 'La squadra passa domani.' } })
    await page.getByText('inviata', { exact: true }).waitFor()
    const told = readFileSync(SAMPLE.replace('text.json', 'status.json'), 'utf8')
      .replace('PHONE_NUMBER_ID', PHONE_NUMBER_ID)
      .replace('wamid.OUT1', cloud.sent[0]?.wamid ?? '')
      .replace('delivered', 'read')
    expect((await relay.webhook(told)).status).toBe(200)
    await desk.call('whatsappLine.checkNow', {})
    await page.getByText('letta', { exact: true }).waitFor()
    expect(desk.complaints).toEqual([])
  })

  it('sends an approved template where a day has gone by, by keys alone', async () => {
    const { page } = desk
    const body = readFileSync(SAMPLE, 'utf8')
      .replace('PHONE_NUMBER_ID', PHONE_NUMBER_ID)
      .replaceAll('393350000000', '393350000001')
      .replace(/"id": ?"wamid[^"]*"/, '"id": "wamid.TWO-DAYS"')
      .replace(/Buca in via Romana 15/, 'Ramo caduto in via del Lago')
      .replace('1775113920', String(Math.floor(Date.now() / 1000) - 2 * 24 * 3600))
    expect((await relay.webhook(body)).status).toBe(200)
    await desk.call('whatsappLine.checkNow', {})
    // Its number: what came in is told over the middle of the first row.
    await page
      .getByRole('row', { name: /Ramo caduto in via del Lago/ })
      .getByText(/\d{4}-\d{6}/)
      .click()
    // The writing place of the one before goes with it.
    await page.getByText('335 000 0001', { exact: true }).first().waitFor()
    await page.getByRole('button', { name: 'Risposta al cittadino' }).click()
    await page.getByText('A 335 000 0001 · sono passate più di 24 ore').waitFor()
    await page.getByLabel('Scegli un modello approvato').press('Enter')
    await page.getByRole('option', { name: /aggiornamento/ }).waitFor()
    await page.keyboard.type('aggiorn')
    await page.keyboard.press('Enter')
    // The first of its places has the keyboard.
    await page.getByLabel('Campo 1').and(page.locator(':focus')).waitFor()
    await page.keyboard.type('Lucia')
    await page.keyboard.press('Tab')
    await page.keyboard.type('SEGN-2')
    await page.getByText('Gentile Lucia, la segnalazione SEGN-2 è in lavorazione.').waitFor()
    await page.keyboard.press('Control+Enter')
    await eventually('the template has left', () => cloud.sent.length === 2)
    expect(cloud.sent[1]?.body).toMatchObject({ to: '393350000001', type: 'template' })
    expect(desk.complaints).toEqual([])
  })
})
