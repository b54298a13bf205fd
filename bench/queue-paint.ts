import type { Page } from 'playwright-core'
import { type Bench, type Row, median, quantile } from './bench'
import { ALL_VIEW, browserDesk, nameFunctions } from './browser-desk'

const ROWS = 10_000
const ROUNDS = 5
const FRAMES = 90
/** A firm turn of the wheel at each frame, and now and then a jump as with the scroll bar. */
const STEP_PX = 240

/** Milliseconds from frame to frame while the list is scrolled. Runs in the page. */
const scrollFrames = async ([selector, frames, step]: readonly [string, number, number]): Promise<number[]> => {
  const list = document.querySelector(selector)
  if (!list) throw new Error('no list')
  list.scrollTop = 0
  const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve))
  for (let at = 0; at < 20; at += 1) await nextFrame()
  const times: number[] = []
  let last = await nextFrame()
  for (let at = 0; at < frames; at += 1) {
    list.scrollTop += at % 30 === 29 ? 40_000 : step
    const now = await nextFrame()
    times.push(now - last)
    last = now
  }
  return times
}

/** The least that a list of this length can be: rows of plain text, made and moved by hand. Runs in the page. */
const bareList = ([rows, columns]: readonly [number, number]): void => {
  document.body.innerHTML =
    '<div id="bare" style="height:640px;width:1000px;overflow:auto;font:13px sans-serif"><div id="all" style="position:relative"></div></div>'
  const list = document.querySelector<HTMLElement>('#bare')
  const all = document.querySelector<HTMLElement>('#all')
  if (!list || !all) return
  all.style.height = `${rows * 32}px`
  const draw = (): void => {
    const first = Math.max(0, Math.floor(list.scrollTop / 32) - 8)
    const html: string[] = []
    for (let index = first; index < Math.min(rows, first + 36); index += 1) {
      const cells = Array.from(
        { length: columns },
        (_, column) => `<div style="overflow:hidden;white-space:nowrap">Riga ${index} colonna ${column}</div>`,
      )
      html.push(
        `<div style="position:absolute;top:${index * 32}px;height:32px;width:100%;display:grid;grid-template-columns:repeat(${columns},1fr);border-bottom:1px solid #ccc">${cells.join('')}</div>`,
      )
    }
    all.innerHTML = html.join('')
  }
  list.addEventListener('scroll', draw)
  draw()
}

/**
 * Milliseconds from the mouse button on a view to the frame that has its rows: told by the page's own clock, since the
 * driver's way to the browser and its look at what it is about to click are no part of it. Runs in the page.
 */
const clickToRows = (): Promise<number> =>
  new Promise((resolve) => {
    const rowCount = (): string | null | undefined =>
      document.querySelector('[role=grid]')?.getAttribute('aria-rowcount')
    const before = rowCount()
    const seen = (event: Event): void => {
      const look = (): void => {
        if (rowCount() === before) requestAnimationFrame(look)
        else requestAnimationFrame((now) => resolve(now - event.timeStamp))
      }
      look()
    }
    document.addEventListener('pointerdown', seen, { once: true, capture: true })
  })

/** From a click on a view to its first rows on screen. */
const showAll = async (page: Page): Promise<number> => {
  await page
    .getByRole('button', { name: /^Nuove/ })
    .first()
    .click()
  await page.waitForTimeout(300)
  const told = page.evaluate(clickToRows)
  await page.getByRole('button', { name: ALL_VIEW }).first().click()
  return await told
}

/** The queue's grid with ten thousand tickets in a real browser, over the web host, against a bare list in the same browser. */
export const queuePaint: Bench = async () => {
  const desk = await browserDesk('queue painting', ROWS)
  if (desk === null) return []
  const { page } = desk
  const bare = await page.context().newPage()
  await bare.goto('about:blank')
  for (const one of [page, bare]) await nameFunctions(one)
  await bare.evaluate(bareList, [ROWS, 10] as const)
  const ours: number[] = []
  const limit: number[] = []
  const shown: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    await page.bringToFront()
    shown.push(await showAll(page))
    ours.push(...(await page.evaluate(scrollFrames, ['.grid-scroller', FRAMES, STEP_PX] as const)))
    await bare.bringToFront()
    limit.push(...(await bare.evaluate(scrollFrames, ['#bare', FRAMES, STEP_PX] as const)))
  }
  await desk.end()
  const p95 = quantile(ours, 0.95)
  const ratio = p95 / quantile(limit, 0.95)
  const frames: Row = {
    name: 'queue of 10,000 rows: frames while scrolling (limit and ratio are of the p95), against a bare list',
    size: ROWS,
    median: median(ours),
    p95,
    unit: 'ms',
    limit: quantile(limit, 0.95),
    ratio,
    goal: '≤ 1.5×, p95 ≤ 20 ms',
    met: ratio <= 1.5 && p95 <= 20,
  }
  const first: Row = {
    name: 'queue of 10,000 rows: from the click on a view to its rows',
    size: ROWS,
    median: median(shown),
    p95: quantile(shown, 0.95),
    unit: 'ms',
    limit: 100,
    ratio: median(shown) / 100,
    goal: '≤ 100 ms',
    met: median(shown) <= 100,
  }
  return [frames, first]
}
