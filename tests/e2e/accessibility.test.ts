import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { AxeResults } from 'axe-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { type DeskUnderTest, hostMissing, openDesk } from '../support/desk-hosts'
import { settled } from '../support/settled'
import { signIn } from '../support/sign-in'

const AXE = readFileSync(resolve('node_modules/axe-core/axe.min.js'), 'utf8')
const missing = hostMissing('web')

/** Drawn by others: the map's canvas, the frame of a citizen's mail, and what hands the focus on around the toasts. */
const LEFT_OUT = ['.leaflet-container', 'iframe', '[role=region][aria-label$="(F8)"] > span[aria-hidden]']

/** A window of 1366 × 768 at a zoom of 200 %, in the pixels that the page knows. */
const ZOOMED = { width: 683, height: 384 }

/** What a person would want to use and cannot bring before them: outside of the window, with nothing to scroll it in by. */
const outOfReach = (): string[] => {
  const scrolls = (part: Element, axis: 'X' | 'Y'): boolean => {
    for (let box = part.parentElement; box; box = box.parentElement) {
      const room = axis === 'X' ? box.scrollWidth - box.clientWidth : box.scrollHeight - box.clientHeight
      if (room > 0 && /auto|scroll/.test(getComputedStyle(box)[`overflow${axis}`])) return true
    }
    return false
  }
  // The way past the bars comes in sight with the focus.
  const parts = document.querySelectorAll(
    'button, a:not(.skip), input, textarea, [role=combobox], [role=grid], h1, h2, label',
  )
  return [...parts].flatMap((part) => {
    const { left, right, top, bottom, width, height } = part.getBoundingClientRect()
    // What only a screen reader is told is a pixel wide.
    if (width < 2 || height < 2 || !part.checkVisibility({ opacityProperty: true, visibilityProperty: true })) return []
    const isBeside = (left < -1 || right > innerWidth + 1) && !scrolls(part, 'X')
    const isBelow = (top < -1 || bottom > innerHeight + 1) && !scrolls(part, 'Y')
    return isBeside || isBelow
      ? [`${part.tagName} ${part.getAttribute('aria-label') ?? part.textContent.trim().slice(0, 40)}`]
      : []
  })
}
/** A page that is itself wider than the window would be read by scrolling in two directions. */
const isTooWide = (): boolean => document.documentElement.scrollWidth > innerWidth

let folder: string
let desk: DeskUnderTest

const violations = async (): Promise<string[]> => {
  await desk.page.evaluate(AXE)
  const results = await desk.page.evaluate(async (leftOut) => {
    const { axe } = window as unknown as { axe: { run(context: unknown, options: unknown): Promise<AxeResults> } }
    return axe.run(
      { exclude: leftOut.map((selector) => [selector]) },
      { runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] } },
    )
  }, LEFT_OUT)
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.target.join(' ') ?? ''}`)
}

describe.skipIf(missing !== null)(`every screen for everybody (WCAG 2.1 AA)${missing ? ` (${missing})` : ''}`, () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'cantoniere-axe-'))
    await makeDemoStore(join(folder, 'a.db'), { tickets: 60, eventful: true })
    desk = await openDesk('web', { userFolder: join(folder, 'utente'), store: join(folder, 'a.db') })
  })
  afterAll(async () => {
    await desk.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })

  const goTo = async (path: string): Promise<void> => {
    await desk.page.evaluate((hash) => {
      location.hash = hash
    }, path)
    await settled(desk.page)
  }

  /** Every section of the settings that the administrator sees: roles, register, serving, copies and moving among them. */
  const settingsSections = async (): Promise<string[]> => {
    await goTo('#/settings')
    const links = desk.page.getByRole('navigation', { name: 'Impostazioni' }).getByRole('link')
    await links.first().waitFor()
    return links.evaluateAll((found) => found.map((link) => new URL((link as HTMLAnchorElement).href).hash.slice(1)))
  }

  it.each(['light', 'dark'] as const)('has no violation in the %s theme', async (theme) => {
    const { page } = desk
    await page.emulateMedia({ colorScheme: theme })
    const found: Record<string, string[]> = {}
    if (theme === 'light') {
      await page.getByLabel('Nome utente').waitFor()
      found['sign-in'] = await violations()
      await signIn(page, 'anna')
    }
    await goTo('#/')
    await page.keyboard.press('j')
    await settled(page)
    found['queue'] = await violations()
    await page.keyboard.press('Alt+E')
    await page.getByRole('button', { name: /^Prendi \d+ come un evento/ }).waitFor()
    found['proposed event'] = await violations()
    const sections = await settingsSections()
    expect(sections.length).toBeGreaterThan(12)
    for (const screen of [
      '/nuova',
      '/quarantine',
      '/map',
      '/crews',
      '/citizens',
      '/reports',
      '/whatsapp',
      '/forwarded',
      '/da-richiamare',
      '/chiamate',
      ...sections,
    ]) {
      await goTo(`#${screen}`)
      found[screen] = await violations()
    }
    expect(Object.entries(found).filter(([, list]) => list.length > 0)).toEqual([])
  })

  it('cuts nothing off at a zoom of 200 %', async () => {
    const { page } = desk
    const before = page.viewportSize()
    await page.setViewportSize(ZOOMED)
    const found: Record<string, string[]> = {}
    const look = async (screen: string): Promise<void> => {
      const parts = await page.evaluate(outOfReach)
      found[screen] = (await page.evaluate(isTooWide)) ? [...parts, 'wider than the window'] : parts
    }
    await goTo('#/')
    await look('queue')
    await page.keyboard.press('j')
    const answer = page.getByRole('button', { name: 'Nota interna' })
    await answer.waitFor()
    await look('ticket in the queue')
    await answer.click()
    await page.getByRole('textbox', { name: 'Nota interna' }).waitFor()
    await look('composer')
    for (const screen of [
      'nuova',
      'quarantine',
      'map',
      'crews',
      'citizens',
      'reports',
      'whatsapp',
      'da-richiamare',
      'settings/users',
      'settings/store',
    ]) {
      await goTo(`#/${screen}`)
      await look(screen)
    }
    // The list of sections gives way to the one that is read, and comes back on asking.
    await page.getByRole('button', { name: 'Archivio', exact: true }).click()
    await page.getByRole('navigation', { name: 'Impostazioni' }).getByRole('link', { name: 'Copie' }).click()
    await page.getByRole('heading', { name: 'Copie', exact: true }).waitFor()
    await look('settings/copies')
    if (before) await page.setViewportSize(before)
    expect(Object.entries(found).filter(([, list]) => list.length > 0)).toEqual([])
  })

  it('takes a storm up, and joins a report to the round that comes by anyway, without a mouse', async () => {
    const { page } = desk
    const { keyboard } = page
    await goTo('#/')
    await page.getByRole('grid').first().waitFor()
    await keyboard.press('Alt+E')
    const name = page.getByRole('textbox', { name: "Nome dell'evento" })
    await name.waitFor()
    await expect.poll(() => name.evaluate((field) => field === document.activeElement)).toBe(true)
    await keyboard.press('Control+A')
    await keyboard.type('Temporale di prova')
    await keyboard.press('Enter')
    await page.getByRole('heading', { name: 'Temporale di prova' }).waitFor()
    await page.getByText('In corso', { exact: true }).waitFor()
    expect(await violations()).toEqual([])

    // Each of them says so in the queue.
    await goTo('#/')
    await page.getByRole('img', { name: 'evento «Temporale di prova»' }).first().waitFor()

    await keyboard.press('F2')
    await page.getByRole('button', { name: 'Anonimo' }).press('Enter')
    const description = page.getByRole('textbox', { name: 'Che cosa succede' })
    await description.focus()
    await keyboard.type('La caditoia davanti a casa è piena di foglie')
    await page.getByRole('combobox', { name: 'Categoria' }).focus()
    await keyboard.type('Caditoie')
    await keyboard.press('Enter')
    await page.getByText('Il giro «Zanelle e caditoie» passa qui').waitFor()
    await keyboard.press('Alt+P')
    await page.getByText('Salvando si unisce al giro').waitFor()
    // The pressed button's colours change in a moment, not at once.
    await expect.poll(violations).toEqual([])
    await keyboard.press('Control+Enter')
    await page.getByText('Rientra nel giro «Zanelle e caditoie»').waitFor()
  })
})
