import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DeskUnderTest, HOSTS, hostMissing, openDesk } from '../support/desk-hosts'
import { eventually } from '../support/eventually'

let folder: string
let desk: DeskUnderTest | null = null

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'cantoniere-away-'))
})
afterEach(async () => {
  await desk?.close()
  desk = null
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
})

const signIn = async (opened: DeskUnderTest): Promise<void> => {
  const { page } = opened
  await eventually(
    'the demonstration',
    async () => {
      const status = await opened.call<{ store: unknown }>('desk.status', {})
      return status.ok && status.value.store !== null
    },
    90_000,
  )
  await page.locator('input[autocomplete=username]').fill('paolo', { timeout: 60_000 })
  await page.locator('input[type=password]').fill('dimostrazione')
  await page.keyboard.press('Enter')
  await page.getByText('Nuova segnalazione').first().waitFor({ timeout: 60_000 })
}

/** What a clerk types while a citizen is on the line. */
const typeReport = async ({ page }: DeskUnderTest, text: string): Promise<void> => {
  await page.keyboard.press('F2')
  await page.locator('#intake-reporter').waitFor()
  await page.keyboard.press('Alt+a')
  await page.locator('#intake-description').fill(text)
}

describe.each(HOSTS)('a store that stops answering, in the %s host', (kind) => {
  const missing = hostMissing(kind)

  it.skipIf(missing !== null)('costs no report: it is kept, and gets its number by itself', async () => {
    desk = await openDesk(kind, { userFolder: folder, demo: true })
    const { page } = desk
    await signIn(desk)
    await typeReport(desk, 'Ramo sulla strada davanti alla scuola')
    const pid = await desk.enginePid()
    process.kill(pid, 'SIGSTOP')
    try {
      // Nobody waits for the host to notice: the key is pressed at once.
      await page.keyboard.press('Control+Enter')
      await page.getByText('tenuta su questa postazione').first().waitFor({ timeout: 60_000 })
      await page.getByRole('button', { name: '1 segnalazione in attesa di numero' }).waitFor()
      // The form is free for the next caller.
      expect(await page.locator('#intake-description').inputValue()).toBe('')
    } finally {
      process.kill(pid, 'SIGCONT')
    }
    await page
      .getByText(/Registrata con il numero SEGN-/)
      .first()
      .waitFor({ timeout: 60_000 })
    await page.getByRole('button', { name: /in attesa di numero/ }).waitFor({ state: 'detached' })
    const found = async (): Promise<number> =>
      page.evaluate(() => document.querySelectorAll('[role=row][aria-rowindex]').length)
    await page.keyboard.press('Escape')
    await page.getByRole('link', { name: 'Coda' }).click()
    await page.getByPlaceholder('Filtra per testo').fill('ramo sulla strada davanti alla scuola')
    await eventually(
      'the one ticket',
      async () => (await page.getByText('1 segnalazione', { exact: true }).count()) > 0,
    )
    expect(await found()).toBeGreaterThan(0)
  })

  it.skipIf(missing !== null)('costs no report when the program is closed meanwhile', async () => {
    desk = await openDesk(kind, { userFolder: folder, demo: true })
    await signIn(desk)
    await typeReport(desk, 'Tombino rotto in piazza')
    const pid = await desk.enginePid()
    process.kill(pid, 'SIGSTOP')
    await desk.page.keyboard.press('Control+Enter')
    await desk.page.getByText('tenuta su questa postazione').first().waitFor({ timeout: 60_000 })
    // A hung engine is ended with its host: it never hears the question again.
    process.kill(pid, 'SIGKILL')
    await desk.close()
    desk = await openDesk(kind, { userFolder: folder, demo: true })
    await signIn(desk)
    await desk.page
      .getByText(/Registrata con il numero SEGN-/)
      .first()
      .waitFor({ timeout: 60_000 })
    expect(await desk.page.getByRole('button', { name: /in attesa di numero/ }).count()).toBe(0)
  })
})
