import type { Page } from 'playwright-core'
import { type Bench, type Row, median, quantile } from './bench'
import { ALL_VIEW, browserDesk, nameFunctions } from './browser-desk'

const TICKETS = 100_000
const ROUNDS = 5
/** No ticket says this: the same map of the same town, without any. */
const NOTHING = 'qwzxkjv'

interface Frames {
  readonly pan: number[]
  readonly zoom: number[]
}

/**
 * Milliseconds from frame to frame while the map is dragged to and fro, and while the wheel is turned three notches in
 * and three out; what is drawn anew when each movement has ended is part of it. Runs in the page.
 */
const mapFrames = async (): Promise<Frames> => {
  const map = document.querySelector<HTMLElement>('.desk-map')
  const pane = document.querySelector<HTMLElement>('.leaflet-map-pane')
  if (!map || !pane) throw new Error('no map')
  const box = map.getBoundingClientRect()
  const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 }
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
  const times = async (count: number, each: (at: number) => void): Promise<number[]> => {
    const found: number[] = []
    let last = await frame()
    for (let at = 0; at < count; at += 1) {
      each(at)
      const now = await frame()
      found.push(now - last)
      last = now
    }
    return found
  }
  const rest = (): Promise<number[]> => times(30, () => undefined)
  const mouse = (kind: string, on: EventTarget, x: number, y: number): boolean =>
    on.dispatchEvent(
      new MouseEvent(kind, { clientX: x, clientY: y, button: 0, buttons: 1, bubbles: true, cancelable: true }),
    )
  const drag = async (dx: number, dy: number): Promise<number[]> => {
    const before = pane.style.transform
    mouse('mousedown', map, middle.x, middle.y)
    const found = await times(40, (at) => mouse('mousemove', map, middle.x + dx * at, middle.y + dy * at))
    mouse('mouseup', map, middle.x + dx * 40, middle.y + dy * 40)
    if (pane.style.transform === before) throw new Error('the map did not move')
    return [...found, ...(await times(30, () => undefined))]
  }
  const notch = (deltaY: number): Promise<number[]> =>
    times(40, (at) => {
      if (at === 0)
        map.dispatchEvent(
          new WheelEvent('wheel', { deltaY, clientX: middle.x, clientY: middle.y, bubbles: true, cancelable: true }),
        )
    })
  await rest()
  const pan: number[] = []
  const zoom: number[] = []
  for (const [dx, dy] of [
    [6, 3],
    [-6, -3],
    [-4, 5],
    [4, -5],
  ] as const)
    pan.push(...(await drag(dx, dy)))
  await rest()
  for (const deltaY of [-240, -240, -240, 240, 240, 240]) zoom.push(...(await notch(deltaY)))
  await rest()
  return { pan, zoom }
}

/** The map with that word in its filter; until it says how many there are. */
const narrow = async (page: Page, word: string): Promise<void> => {
  await page.getByPlaceholder('Filtra per testo').fill(word)
  const wanted = word === '' ? /[1-9][\d.]* segnalazioni sulla mappa/ : /^0 segnalazioni sulla mappa/
  await page.getByText(wanted).first().waitFor()
  await page.waitForTimeout(2000)
}

/** Pan and zoom with a hundred thousand tickets in a real browser, over the web host, against the same map without any. */
export const mapPaint: Bench = async () => {
  const desk = await browserDesk('map painting', TICKETS)
  if (desk === null) return []
  const { page } = desk
  await page.getByRole('button', { name: ALL_VIEW }).first().click()
  await page.evaluate(() => (location.hash = '#/map'))
  await page.locator('.leaflet-map-pane').waitFor({ state: 'attached' })
  await nameFunctions(page)
  const ours: Frames[] = []
  const bare: Frames[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await narrow(page, NOTHING)
    bare.push(await page.evaluate(mapFrames))
    await narrow(page, '')
    ours.push(await page.evaluate(mapFrames))
  }
  await desk.end()
  const row = (kind: keyof Frames, words: string): Row => {
    const subject = ours.flatMap((one) => one[kind])
    const limit = bare.flatMap((one) => one[kind])
    const [p95, least] = [quantile(subject, 0.95), quantile(limit, 0.95)]
    const each = (all: Frames[]): string => all.map((one) => quantile(one[kind], 0.95).toFixed(0)).join(', ')
    return {
      name: `map of 100,000 tickets in a browser: frames while ${words} (limit and ratio are of the p95), against the map without any`,
      size: TICKETS,
      median: median(subject),
      p95,
      unit: 'ms',
      limit: least,
      ratio: p95 / least,
      goal: 'p95 ≤ 33 ms',
      met: p95 <= 33,
      note: `p95 of each round: ${each(ours)}; without tickets: ${each(bare)}; median without ${median(limit).toFixed(0)}`,
    }
  }
  return [row('pan', 'it is dragged'), row('zoom', 'it is zoomed')]
}
