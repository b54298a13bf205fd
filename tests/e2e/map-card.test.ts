import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { signIn } from '../support/sign-in'

const missing = hostMissing('web')

/** A pin with nothing over it, looked for with the pointer as a hand would; its middle. */
const somePin = (page: Page): Promise<{ x: number; y: number }> =>
  page.evaluate(() => {
    const map = document.querySelector('.desk-map')
    const box = map?.getBoundingClientRect()
    if (!map || !box) throw new Error('no map')
    for (let y = box.top + 80; y < box.bottom - 80; y += 8)
      for (let x = box.left + 120; x < box.right - 120; x += 8) {
        map.dispatchEvent(new MouseEvent('mousemove', { clientX: x, clientY: y, bubbles: true }))
        const pin = document.querySelector('.leaflet-pin-pane .map-pin')
        if (!pin?.contains(document.elementFromPoint(x, y))) continue
        const { left, top, width, height } = pin.getBoundingClientRect()
        return { x: left + width / 2, y: top + height / 2 }
      }
    throw new Error('no pin under the pointer')
  })

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

  it('is painted with the others, and under the pointer has a name, a click and a way to be dragged', async () => {
    const { page } = desk
    await page.keyboard.press('g')
    await page.keyboard.press('m')
    await page.locator('canvas[data-layer="pins"]').waitFor({ state: 'attached' })
    await expect
      .poll(() =>
        somePin(page).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    const { x, y } = await somePin(page)
    await page.mouse.move(x, y)
    const pin = page.locator('.leaflet-pin-pane .map-pin')
    expect(await pin.getAttribute('title')).toMatch(/\S/)
    await page.mouse.click(x, y)
    await page.getByRole('region', { name: 'Segnalazione sulla mappa' }).waitFor()

    const again = await somePin(page)
    await page.mouse.move(again.x, again.y)
    await page.mouse.down()
    await page.mouse.move(again.x + 30, again.y + 20, { steps: 4 })
    await page.mouse.up()
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'hidden' })
    // Back where it was, painted, and found there again.
    await page.mouse.move(again.x + 1, again.y)
    await expect.poll(() => pin.count()).toBe(1)
    // Held by a pressed button, whatever the pointer crosses.
    await page.evaluate(() => {
      const far = { buttons: 1, clientX: 200, clientY: 200, bubbles: true }
      document.querySelector('.desk-map')?.dispatchEvent(new MouseEvent('mousemove', far))
    })
    expect(await pin.count()).toBe(1)
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

  it('has the streets of the register drawn where there is no picture', async () => {
    const streets = desk.page.locator('canvas[data-layer="streets"]')
    await streets.waitFor({ state: 'attached' })
    const isDrawn = (): Promise<boolean> =>
      streets.evaluate((canvas: HTMLCanvasElement) => {
        const { data } = canvas.getContext('2d')?.getImageData(0, 0, canvas.width, canvas.height) ?? { data: [] }
        return data.some((value) => value > 0)
      })
    await expect.poll(isDrawn).toBe(true)
  })

  it('takes an area of competence that is drawn by keyboard, and shows it', async () => {
    const { page } = desk
    await page.getByRole('link', { name: 'Zone sulla mappa' }).click()
    await page.getByRole('button', { name: 'Zone di competenza' }).click()
    const before = await page.locator('path.map-area.is-mine').count()
    await page.getByRole('button', { name: 'Disegna una zona di competenza' }).click()
    await page.getByLabel('Nome', { exact: true }).fill('Lungo il rio')
    await page.getByRole('button', { name: 'Comincia con un quadrato' }).click()
    await page.getByText('Vertici', { exact: true }).waitFor()
    // The first corner far over to the other side: the border crosses itself, and the way back is one step each.
    await page.keyboard.press('n')
    for (let step = 0; step < 30; step += 1) await page.keyboard.press('Shift+ArrowUp')
    await page.getByRole('alert').filter({ hasText: 'si incrocia' }).waitFor()
    for (let step = 0; step < 30; step += 1) await page.keyboard.press('Control+z')
    await page.getByRole('alert').waitFor({ state: 'detached' })
    // Islands: one by keyboard and taken back, one by mouse and kept.
    const islands = page.getByRole('region', { name: 'Isole ritagliate' })
    await page.keyboard.press('b')
    await islands.getByText('Isola 1').waitFor()
    await page.keyboard.press('Control+z')
    await islands.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: "Ritaglia un'isola" }).click()
    const map = await page.locator('.areas-map').boundingBox()
    if (!map) throw new Error('no map')
    for (const [x, y] of [
      [0.47, 0.47],
      [0.53, 0.47],
      [0.5, 0.53],
      [0.47, 0.47],
    ] as const)
      await page.mouse.click(map.x + map.width * x, map.y + map.height * y)
    await islands.getByText('Isola 1').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByRole('button', { name: /^Lungo il rio/ }).waitFor()
    await expect.poll(() => page.locator('path.map-area.is-mine').count()).toBe(before + 1)
    await page.getByRole('link', { name: 'Mappa' }).first().click()
    expect(desk.complaints).toEqual([])
  })

  it('follows the queue in a window of its own', async () => {
    const { page } = desk
    const opening = page.waitForEvent('popup')
    await page.getByRole('button', { name: 'Apri in una finestra' }).click()
    const map = await opening
    await map.getByRole('switch', { name: 'Segui la coda' }).waitFor()
    await page.keyboard.press('g')
    await page.keyboard.press('c')
    await page.getByRole('grid').getByRole('row').nth(3).click()
    const heading = page.getByRole('heading', { name: /SEGN-\d{4}-\d{6}/ }).first()
    const number = /SEGN-\d{4}-\d{6}/.exec((await heading.textContent()) ?? '')?.[0] ?? 'none'
    const card = map.getByRole('region', { name: 'Segnalazione sulla mappa' })
    await card.getByText(number).waitFor()
    expect(map.url()).toContain('#/map/finestra')
    await map.close()
  })
})
