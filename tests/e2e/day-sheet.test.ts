import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { chromiumMissing } from '../support/browsers'
import { crewBoard, goToPlannedDay } from '../support/crew-board'
import { type DeskUnderTest, openDesk } from '../support/desk-hosts'

const SHOTS = resolve('tests/out/screenshots')

let folder: string
let desk: DeskUnderTest | null

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cantoniere-sheet-'))
  mkdirSync(SHOTS, { recursive: true })
  await makeDemoStore(join(folder, 'archivio.db'), { tickets: 400 })
  desk = null
})
afterEach(async () => {
  await desk?.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const openBoard = async (): Promise<Page> => {
  desk = await openDesk('web', { userFolder: join(folder, 'utente'), store: join(folder, 'archivio.db') })
  await goToPlannedDay(desk)
  return desk.page
}

describe.skipIf(chromiumMissing() !== null)('a crew’s paper, out and back', () => {
  it('is put in the order of the shortest round, and back again', async () => {
    const page = await openBoard()
    await crewBoard(page).locator('.card').first().focus()
    const places = (): Promise<string[]> => crewBoard(page).locator('.card .truncate.text-xs').allTextContents()
    const before = await places()
    await page.keyboard.press('o')
    const dialog = page.getByRole('dialog', { name: 'Ordine delle tappe' })
    await dialog
      .getByText(/km, \d+ min di strada/)
      .first()
      .waitFor()
    await page.screenshot({ path: join(SHOTS, 'web-crews-order.png') })
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'hidden' })
    await expect.poll(places).not.toEqual(before)
    await page.keyboard.press('Control+z')
    await expect.poll(places).toEqual(before)
  })

  it('is saved from the board, and its stops come back by code, by list and with a photo', async () => {
    const page = await openBoard()
    await crewBoard(page).locator('.card').first().focus()
    await page.keyboard.press('f')
    const sheet = page.getByRole('dialog', { name: 'Foglio di lavoro' })
    await sheet
      .getByText(/tapp[ae]/)
      .last()
      .waitFor()
    await page.screenshot({ path: join(SHOTS, 'web-crews-sheet.png') })
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      sheet.getByRole('button', { name: 'Salva PDF' }).click(),
    ])
    expect(saved.suggestedFilename()).toMatch(/^\d{4}-\d{2}-\d{2} Squadra .+\.pdf$/)
    expect(
      readFileSync(await saved.path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-')
    await sheet.waitFor({ state: 'hidden' })

    await page.keyboard.press('r')
    const back = page.getByRole('dialog', { name: 'Rientro' })
    const code = back.getByLabel('Codice della tappa')
    await expect.poll(() => code.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type('0000-7')
    await page.keyboard.press('Enter')
    await back.getByRole('alert').getByText('Questo non è il codice di un intervento.').waitFor()

    // A scanner is a keyboard that ends with Enter.
    const card = crewBoard(page).locator('.card:not(.reported)').first()
    await page.keyboard.press('Escape')
    await card.click()
    await page.getByRole('button', { name: 'Esito completo' }).click()
    const written = (await back.getByText(/· [0-9A-X]{4,}-[0-9A-X] ·/).textContent()) ?? ''
    const scanned = /[0-9A-X]{4,}-[0-9A-X]/.exec(written)?.[0] ?? ''
    await page.keyboard.press('Escape')
    await back.waitFor({ state: 'hidden' })
    await page.keyboard.press('r')
    await code.waitFor()
    await page.keyboard.type(scanned.replace('-', '').toLowerCase())
    await page.keyboard.press('Enter')
    await back.getByText(written.trim()).waitFor()

    await back.getByRole('radio', { name: 'Non fatto' }).click()
    await page.keyboard.press('Control+Enter')
    await back.getByText('Scegli il motivo o scrivilo nella nota.').waitFor()
    await back.getByRole('radio', { name: 'Fatto', exact: true }).click()
    await back.getByLabel('Materiali').fill('1 sacco')
    const [chooser] = await Promise.all([
      page.waitForEvent('filechooser'),
      back.getByRole('button', { name: 'Aggiungi' }).last().click(),
    ])
    await chooser.setFiles(resolve('docs/coda.png'))
    await back.getByRole('img', { name: 'coda.png' }).waitFor()
    await page.screenshot({ path: join(SHOTS, 'web-crews-return.png') })
    await page.keyboard.press('Control+Enter')
    await expect.poll(() => code.evaluate((field) => field === document.activeElement)).toBe(true)
    await page.keyboard.type(scanned)
    await page.keyboard.press('Enter')
    await back.getByText(/Già registrato: Fatto, Giorgio/).waitFor()
    await back.getByRole('img', { name: 'coda.png' }).waitFor()
  })
})
