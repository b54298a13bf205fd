import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'

const missing = hostMissing('web')

describe.skipIf(missing !== null)(`a pin on a map without any picture${missing ? ` (${missing})` : ''}`, () => {
  let folder: string
  let desk: DeskUnderTest

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-pin-'))
    await makeDemoStore(join(folder, 'a.db'), { tickets: 60 })
    desk = await openDesk('web', { userFolder: join(folder, 'utente'), store: join(folder, 'a.db') })
    const { page } = desk
    await signIn(page, 'giorgio')
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await page.getByRole('region', { name: 'Segnalazioni' }).getByRole('listitem').first().waitFor()
  })
  afterAll(async () => {
    await desk.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  it('shows its ticket where it lies, and leaves the map only at a second step', async () => {
    const { page } = desk
    const first = page.getByRole('listitem').filter({ hasText: 'SEGN-' }).first()
    const number = /SEGN-\d{4}-\d{6}/.exec((await first.textContent()) ?? '')?.[0] ?? 'none'
    await first.getByRole('button').last().click()
    const card = page.getByRole('region', { name: 'Segnalazione sulla mappa' })
    await card.getByText(number).waitFor()
    expect(page.url()).toContain('#/map')
    await card.getByRole('button', { name: 'Seleziona' }).click()
    await page.getByText('1 selezionata').waitFor()
    await card.getByRole('button', { name: 'Apri' }).click()
    await page.getByRole('heading', { name: number }).waitFor()
  })

  it('has the town drawn: its edge, its districts and their names', async () => {
    const { page } = desk
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await page.locator('path.map-boundary').waitFor({ state: 'attached' })
    expect(await page.locator('path.map-district').count()).toBeGreaterThan(30)
    await page.locator('.map-district-name').first().waitFor({ state: 'attached' })
    expect(desk.complaints).toEqual([])
  })
})
