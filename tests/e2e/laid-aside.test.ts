import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { mailDesk } from '../support/mail-desk'
import { rawMail, rawMails } from '../support/raw-mails'
import { signIn } from '../support/sign-in'

const missing = hostMissing('web')

describe.skipIf(missing !== null)(`the mail that was laid aside${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let elena: DeskUnderTest

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-aside-'))
    const store = join(folder, 'a.db')
    await makeDemoStore(store, { tickets: 40 })
    const before = await mailDesk({ storePath: store, folder })
    await before.receive([rawMails.newsletter, rawMails.outOfOffice])
    const cut = ['From: Rita Lencioni <rita@cittadini.example>', 'Subject: Foto della frana', '', '']
    await before.receive([rawMail(...cut)], { problem: 'too_large' })
    await before.close()
    elena = await openDesk('web', { userFolder: join(folder, 'elena'), store })
    await signIn(elena.page, 'elena')
  })
  afterAll(async () => {
    await elena.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('is dismissed, found again with who did it, put back and searched, all from the keyboard', async () => {
    const { page } = elena
    const press = async (...keys: readonly string[]): Promise<void> => {
      for (const key of keys) await page.keyboard.press(key)
    }
    await page.getByRole('link', { name: 'Da verificare' }).click()
    const mail = page.getByRole('article', { name: 'Foto della frana' })
    await mail.waitFor()
    await press('Delete')
    await page.getByText('Niente da verificare').waitFor()

    await press('Alt+2')
    await mail.getByText(/Archiviato da Elena/).waitFor()
    await press('r')
    await page.getByText('Nessun messaggio archiviato').waitFor()

    await press('Alt+3')
    await page.getByRole('article', { name: 'Risposta automatica' }).waitFor()
    await press('j')
    await page.getByRole('article', { name: 'Offerte' }).getByText('Lista o bollettino').waitFor()
    await press('/')
    await page.keyboard.type('risposta')
    await page.getByRole('article', { name: 'Risposta automatica' }).waitFor()
    expect(await page.getByRole('region', { name: 'Messaggi da verificare' }).getByRole('listitem').count()).toBe(1)
    await page.keyboard.type('zzz')
    await page.getByText('Nessun messaggio trovato').waitFor()
    await page.getByRole('searchbox', { name: 'Cerca per mittente o oggetto' }).fill('')
    await press('Alt+1')
    await mail.waitFor()
  })
})
