import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { type IncomingHttpHeaders, type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { chromiumMissing } from '../support/browsers'
import { type DeskUnderTest, openDesk } from '../support/desk-hosts'
import { PASSWORD, makeOfficeStore } from '../support/engine'
import { mailDesk } from '../support/mail-desk'
import { rawMail } from '../support/raw-mails'

const SHOTS = resolve('tests/out/screenshots')
/** A blue picture of 60 × 40. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAADwAAAAoCAIAAAAt2Q6oAAAAOUlEQVR42u3OQQkAAAgEsEtrWkNdCh/CYAGWzP4jLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS0tLS19qdfBNWaw8xUlAAAAAElFTkSuQmCC',
  'base64',
)

const mail = rawMail(
  'From: Negozio <offerte@negozio.example>',
  'To: desk@capannori.example',
  'Message-ID: <p1@negozio.example>',
  'Date: Mon, 23 Nov 2026 09:00:00 +0100',
  'Subject: Lampione con foto',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<h2>Lampione spento</h2><p>Ecco le foto del lampione davanti alla scuola.</p>',
  '<p><img src="http://foto.example/lampione.png?a=1&amp;b=2" alt="Lampione"></p>',
  '<p><img src="http://intranet.example/stampante.png"></p>',
  '<p><img src="http://127.0.0.1:1/porta.png"><img src="http://foto.example/testo.png"></p>',
  '<script>document.title = "eseguito"; fetch("http://foto.example/script")</script>',
  '',
)

let folder: string
let server: Server
let asked: { url: string; headers: IncomingHttpHeaders }[]
let desk: DeskUnderTest | null

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cantoniere-pictures-'))
  mkdirSync(SHOTS, { recursive: true })
  asked = []
  server = createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers })
    const isPicture = request.url?.startsWith('/lampione.png')
    response.writeHead(200, { 'content-type': 'image/png', 'set-cookie': 'spia=1' })
    response.end(isPicture ? PNG : '<svg onload="alert(1)"></svg>')
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const store = join(folder, 'archivio.db')
  await makeOfficeStore(store)
  const post = await mailDesk({ storePath: store, folder })
  await post.receive([mail])
  await post.close()
  desk = null
})
afterEach(async () => {
  await desk?.close()
  server.closeAllConnections()
  server.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

describe.skipIf(chromiumMissing() !== null)('a mail whose pictures lie elsewhere', () => {
  it('asks nobody until a person does, then only for its pictures on the internet', async () => {
    desk = await openDesk('web', {
      userFolder: join(folder, 'utente'),
      store: join(folder, 'archivio.db'),
      env: {
        NODE_OPTIONS: `--import ${pathToFileURL(resolve('tests/support/fake-internet.ts')).href}`,
        FAKE_INTERNET_PORT: String((server.address() as AddressInfo).port),
      },
    })
    const { page } = desk
    await page.getByLabel('Nome utente').fill('mail')
    await page.getByLabel('Password').fill(PASSWORD)
    await page.keyboard.press('Enter')
    await page.getByRole('row').filter({ hasText: 'Lampione con foto' }).click()
    await page.getByRole('button', { name: 'Mostra impaginato' }).click()

    const frame = page.frameLocator('iframe')
    await frame.getByRole('heading', { name: 'Lampione spento' }).waitFor()
    await page.getByText('4 immagini esterne bloccate').waitFor()
    await page.screenshot({ path: join(SHOTS, 'web-mail-pictures-held.png') })
    expect(asked).toEqual([])
    expect(await frame.locator('script').count()).toBe(0)
    expect(await page.title()).not.toBe('eseguito')

    await page.getByRole('button', { name: 'Mostra', exact: true }).click()
    await page.getByText('3 immagini esterne non si sono potute caricare').waitFor()
    const shown = frame.getByAltText('Lampione')
    await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(60)
    await page.screenshot({ path: join(SHOTS, 'web-mail-pictures-shown.png') })
    expect(asked.map(({ url }) => url).sort()).toEqual(['/lampione.png?a=1&b=2', '/testo.png'])
    for (const { headers } of asked) {
      expect(headers).not.toHaveProperty('cookie')
      expect(headers).not.toHaveProperty('referer')
      expect(headers['user-agent']).toBe('Mozilla/5.0')
    }
  })
})
