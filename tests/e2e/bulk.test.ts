import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'

const missing = hostMissing('web')
/** More than two writes of a change of many. */
const TICKETS = 230

describe.skipIf(missing !== null)(`a whole selection at once${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let desk: DeskUnderTest

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-bulk-'))
    const store = join(folder, 'a.db')
    await makeDemoStore(store, { tickets: TICKETS })
    desk = await openDesk('web', { userFolder: join(folder, 'utente'), store })
    await signIn(desk.page, 'giorgio')
    await desk.join()
  })
  afterAll(async () => {
    await desk.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const count = async (filter: object): Promise<number> => {
    const answer = await desk.call<{ total: number }>('tickets.list', { filter, limit: 1 })
    return answer.ok ? answer.value.total : -1
  }

  const selectEverything = async (): Promise<void> => {
    await desk.page.getByRole('button', { name: /^Tutte \d/ }).click()
    await desk.page.getByText(`${TICKETS} segnalazioni`).waitFor()
    await desk.page.getByRole('grid').focus()
    await desk.page.keyboard.press('Control+a')
    await desk.page.getByRole('toolbar').getByText(`${TICKETS} selezionate`).waitFor()
  }

  it('changes more than one write holds, and takes it all back by one key', async () => {
    const { page } = desk
    const before = await count({ view: 'all', priorities: ['urgent'] })
    await selectEverything()
    await page.keyboard.press('Shift+U')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Urgente' }).click()
    await dialog.getByRole('button', { name: `Cambia ${TICKETS - before} segnalazioni` }).click()
    await page
      .getByText(`${TICKETS - before} segnalazioni cambiate`)
      .first()
      .waitFor()
    expect(await count({ view: 'all', priorities: ['urgent'] })).toBe(TICKETS)
    await page.keyboard.press('Control+z')
    await page.getByText("tornate com'erano").first().waitFor()
    expect(await count({ view: 'all', priorities: ['urgent'] })).toBe(before)
  })

  it('names what stays out before anything is written, and prints the list', async () => {
    const { page } = desk
    await selectEverything()
    await page.keyboard.press('Shift+S')
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('radio', { name: 'Presa in carico' }).click()
    await dialog.getByText(/Restano fuori \d+, perché già chius/).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    await page.keyboard.press('Shift+L')
    await expect.poll(() => page.locator('[data-print=sheet] tbody tr').count()).toBe(TICKETS)
  })

  it('leaves the browser nothing to complain of', () => {
    expect(desk.complaints).toEqual([])
  })
})
