import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Locator, Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { chromiumMissing } from '../support/browsers'
import { crewBoard, goToCrewBoard } from '../support/crew-board'
import { type DeskUnderTest, openDesk } from '../support/desk-hosts'

const SHOTS = resolve('tests/out/screenshots')

let folder: string
let desk: DeskUnderTest | null

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cantoniere-crews-'))
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
  const { page } = desk
  await goToCrewBoard(page)
  // An empty week, so that what is there was put there.
  for (let week = 0; week < 3; week += 1) await page.keyboard.press('.')
  await expect.poll(() => cards(page).count()).toBe(0)
  return page
}
const cards = (page: Page): Locator => crewBoard(page).locator('.card')
const backlog = (page: Page): Locator => page.getByRole('grid', { name: 'Senza un giorno' })
/** A crew's day: rows and days count from 0. */
const cell = (page: Page, crew: number, day: number): Locator =>
  crewBoard(page)
    .getByRole('row')
    .nth(crew + 1)
    .getByRole('gridcell')
    .nth(day)
const subjectsIn = async (where: Locator): Promise<string[]> => where.locator('.card .font-medium').allTextContents()

const drag = async (page: Page, from: Locator, to: Locator): Promise<void> => {
  const [start, end] = [await from.boundingBox(), await to.boundingBox()]
  if (!start || !end) throw new Error('nothing to drag, or nowhere to')
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(start.x + start.width / 2 + 12, start.y + start.height / 2 + 6, { steps: 3 })
  await page.mouse.move(end.x + end.width / 2, end.y + Math.min(end.height / 2, 40), { steps: 8 })
  await page.mouse.up()
}

describe.skipIf(chromiumMissing() !== null)('the crews’ board under the mouse', () => {
  it('takes several tickets at once, moves and orders visits, gives them back, and undoes', async () => {
    const page = await openBoard()
    const rows = backlog(page).getByRole('row')
    for (const index of [0, 1, 2]) await rows.nth(index).click()
    await page.getByRole('button', { name: 'Programma (3)' }).waitFor()
    await drag(page, rows.nth(1), cell(page, 0, 0))
    await expect.poll(() => cell(page, 0, 0).locator('.card').count()).toBe(3)
    await cell(page, 0, 0).getByText('3/8', { exact: true }).waitFor()
    await cell(page, 0, 0).getByText('2 h 15', { exact: true }).waitFor()

    // The last one before the first: the order of the day.
    const before = await subjectsIn(cell(page, 0, 0))
    await drag(page, cell(page, 0, 0).locator('.card').nth(2), cell(page, 0, 0).locator('.card').nth(0))
    await expect.poll(async () => await cell(page, 0, 0).locator('.card').first().textContent()).toContain(before[2])

    // Two of them, chosen with Ctrl, to another crew's day.
    await cell(page, 0, 0)
      .locator('.card')
      .nth(0)
      .click({ modifiers: ['Control'] })
    await cell(page, 0, 0)
      .locator('.card')
      .nth(1)
      .click({ modifiers: ['Control'] })
    await drag(page, cell(page, 0, 0).locator('.card').nth(0), cell(page, 1, 2))
    await expect.poll(() => cell(page, 1, 2).locator('.card').count()).toBe(2)
    expect(await cell(page, 0, 0).locator('.card').count()).toBe(1)

    // Back to the list, and back again by Ctrl+Z.
    await drag(page, cell(page, 1, 2).locator('.card').nth(0), backlog(page))
    await expect.poll(() => cell(page, 1, 2).locator('.card').count()).toBe(1)
    await page.keyboard.press('Control+z')
    await expect.poll(() => cell(page, 1, 2).locator('.card').count()).toBe(2)
    await page.screenshot({ path: join(SHOTS, 'web-crews-dragged.png') })
  })

  it('does the same from the keyboard alone, and shows a day that is too full', async () => {
    const page = await openBoard()
    await page.keyboard.press('l')
    for (let row = 0; row < 9; row += 1) await page.keyboard.press('Shift+ArrowDown')
    await page.keyboard.press('p')
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await page.keyboard.press('Control+Enter')
    await dialog.waitFor({ state: 'hidden' })
    const full = crewBoard(page).getByText('Oltre la capacità del giorno').first()
    await full.waitFor({ state: 'attached' })

    await page.keyboard.press('b')
    await page.screenshot({ path: join(SHOTS, 'web-crews-full.png') })
    const here = crewBoard(page).locator('.card:focus')
    await expect.poll(() => here.count()).toBe(1)
    const moved = await here.textContent()
    await page.keyboard.press('Alt+ArrowRight')
    // Whichever crew was proposed for them.
    const planned = crewBoard(page)
      .getByRole('row')
      .filter({ has: page.locator('.card') })
    const next = planned.first().getByRole('gridcell').nth(1).locator('.card:focus')
    await expect.poll(() => next.count()).toBe(1)
    expect(await next.textContent()).toBe(moved)
    const count = await cards(page).count()
    await page.keyboard.press('Delete')
    await expect.poll(() => cards(page).count()).toBe(count - 1)
    await page.keyboard.press('Control+z')
    await expect.poll(() => cards(page).count()).toBe(count)
  })
})
