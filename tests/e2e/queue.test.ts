import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'
import { ticketNumbers } from '../support/ticket-numbers'

const missing = hostMissing('web')
const TICKETS = 300

/** Goes to a ticket as people do: Ctrl+K, its number, Enter. */
const openTicket = async (page: Page, number: string): Promise<void> => {
  await page.keyboard.press('Control+k')
  await page.getByRole('dialog').getByRole('textbox').fill(number)
  await page
    .getByRole('option', { name: new RegExp(number) })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: new RegExp(number) }).waitFor()
  await page.getByRole('article').first().focus()
}

/** The row a hand's breadth below the grid's head: its number and where it stands. */
const rowInSight = (page: Page): Promise<{ number: string; top: number }> =>
  page.evaluate(() => {
    const grid = document.querySelector('[role=grid]')?.getBoundingClientRect()
    const row = document.elementFromPoint((grid?.left ?? 0) + 200, (grid?.top ?? 0) + 200)?.closest('[data-index]')
    return {
      number: row?.querySelector('[data-cell="0"]')?.textContent.trim() ?? '',
      top: Math.round(row?.getBoundingClientRect().top ?? 0),
    }
  })

describe.skipIf(missing !== null)(`two people at one queue${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let anna: DeskUnderTest
  let paolo: DeskUnderTest
  let store: string
  let numbers: string[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-queue-'))
    store = join(folder, 'a.db')
    await makeDemoStore(store, { tickets: TICKETS })
    numbers = ticketNumbers(store)
    anna = await openDesk('web', { userFolder: join(folder, 'anna'), store })
    paolo = await openDesk('web', { userFolder: join(folder, 'paolo'), store })
    await signIn(anna.page, 'anna')
    await signIn(paolo.page, 'paolo')
  })
  afterAll(async () => {
    await paolo.close()
    await anna.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  /** A report taken by Paolo on the phone, over a line of its own. */
  const report = async (subject: string): Promise<void> => {
    await paolo.join()
    expect(await paolo.call('tickets.create', { channel: 'phone', subject })).toMatchObject({ ok: true })
  }

  it('shows one what the other writes, on the ticket that both have open', async () => {
    await openTicket(anna.page, numbers[5] ?? '')
    await openTicket(paolo.page, numbers[5] ?? '')
    await paolo.page.keyboard.press('n')
    await paolo.page.getByRole('textbox', { name: 'Nota interna' }).fill('Serve la scala lunga.')
    await paolo.page.keyboard.press('Control+Enter')
    await expect.poll(() => anna.page.getByText('Serve la scala lunga.').count()).toBe(1)
  })

  it('asks which value to keep when both change the same field, and writes the chosen one', async () => {
    await openTicket(anna.page, numbers[6] ?? '')
    await openTicket(paolo.page, numbers[6] ?? '')
    for (const { page } of [anna, paolo]) await page.getByRole('button', { name: "Modifica l'oggetto" }).click()
    await anna.page.getByRole('textbox', { name: 'Oggetto' }).fill('Lampione di Anna')
    await paolo.page.getByRole('textbox', { name: 'Oggetto' }).fill('Lampione di Paolo')
    // Both at once: whichever comes second is the one that is asked.
    await Promise.all([anna.page.keyboard.press('Enter'), paolo.page.keyboard.press('Enter')])
    const asked = await Promise.any(
      [anna, paolo].map(async ({ page }) => {
        await page.getByRole('dialog', { name: /un'altra postazione/ }).waitFor()
        return page
      }),
    )
    const mine = asked === anna.page ? 'Lampione di Anna' : 'Lampione di Paolo'
    await asked.getByRole('button', { name: 'Scrivi la mia' }).click()
    for (const { page } of [anna, paolo])
      await expect.poll(() => page.getByRole('article', { name: mine }).count()).toBe(1)
  })

  it('keeps a draft over a reload', async () => {
    const { page } = paolo
    await openTicket(page, numbers[7] ?? '')
    await page.keyboard.press('r')
    await page.getByRole('textbox', { name: 'Risposta al cittadino' }).fill('Gentile cittadina, passeremo giovedì.')
    await page.getByText('Bozza salvata').waitFor()
    await page.reload()
    await page.getByRole('article').first().waitFor()
    await page.getByRole('button', { name: 'Risposta al cittadino' }).click()
    await page.getByRole('textbox', { name: 'Risposta al cittadino' }).waitFor()
    await expect
      .poll(() => page.getByRole('textbox', { name: 'Risposta al cittadino' }).inputValue())
      .toBe('Gentile cittadina, passeremo giovedì.')
  })

  it('warns before closing without an official answer, and closes with the outcome that was chosen', async () => {
    const { page } = anna
    await report('Panchina rotta')
    await openTicket(page, ticketNumbers(store)[0] ?? '')
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Chiudo senza risposta' }).click()
    await dialog.getByText('non ha ancora avuto una risposta ufficiale').waitFor()
    expect(await dialog.getByRole('button', { name: 'Chiudi senza risposta' }).isEnabled()).toBe(false)
    await dialog.getByRole('radio', { name: 'Non riscontrata' }).click()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: /^Stato: Chiusa/ }).waitFor()
    await page.getByText('Chiusa: Non riscontrata').waitFor()
  })

  it('writes the official answer where it closes, keeps it when the dialog is left, and takes both back', async () => {
    const { page } = anna
    await openTicket(page, ticketNumbers(store)[0] ?? '')
    await page.keyboard.press('Shift+E')
    await page.getByRole('button', { name: 'Riapri', exact: true }).click()
    await page.getByRole('button', { name: /^Stato: Presa in carico/ }).waitFor()
    await page.getByRole('article').first().focus()
    await page.keyboard.press('e')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Risposta ufficiale' }).fill('La panchina è stata riparata.')
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await page.getByRole('article').first().focus()
    await page.keyboard.press('e')
    await expect
      .poll(() => dialog.getByRole('textbox', { name: 'Risposta ufficiale' }).inputValue())
      .toBe('La panchina è stata riparata.')
    await dialog.getByRole('combobox', { name: 'Come' }).click()
    await page.getByRole('option', { name: 'A voce, allo sportello' }).click()
    await dialog.getByRole('radio', { name: 'Risolta', exact: true }).click()
    await dialog.getByRole('button', { name: 'Rispondi e chiudi' }).click()
    await page.getByRole('button', { name: /^Stato: Chiusa/ }).waitFor()
    await page.getByText('La panchina è stata riparata.').first().waitFor()
    await page.keyboard.press('Control+z')
    await page.getByRole('button', { name: /^Stato: Presa in carico/ }).waitFor()
  })

  it('does not move what is being read when new reports come in above', async () => {
    const { page } = anna
    await page.getByRole('button', { name: /^Tutte \d/ }).click()
    // The list before stays until this one is there, and this one begins at its top.
    await page.getByText(`${TICKETS + 1} segnalazioni`).waitFor()
    const grid = page.getByRole('grid')
    await grid.evaluate((list) => {
      list.scrollTop = 4000
    })
    await expect.poll(async () => (await rowInSight(page)).number).toMatch(/^\d{4}-\d{6}$/)
    expect(await grid.evaluate((list) => list.scrollTop)).toBe(4000)
    const before = await rowInSight(page)
    for (const subject of ['Albero caduto', 'Ramo sulla strada', 'Fosso pieno']) await report(subject)
    await page.getByText(`${TICKETS + 4} segnalazioni`).waitFor()
    expect(await rowInSight(page)).toEqual(before)
  })

  it('leaves the browser nothing to complain of', () => {
    expect([...anna.complaints, ...paolo.complaints]).toEqual([])
  })
})
