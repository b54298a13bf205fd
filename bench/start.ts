import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron } from 'playwright-core'
import { DEMO_PASSWORD } from '@main/demo/demo-town'
import { electronFlags, electronPath } from '../tests/support/browsers'
import { hostMissing, openDesk } from '../tests/support/desk-hosts'
import { type Bench, median, quantile } from './bench'
import { bigStorePath } from './big-store'

const ROUNDS = 5

/** A window with a Vue page and nothing else: as early as anything in Electron can be usable. */
const emptyApp = async (folder: string): Promise<string> => {
  const app = join(folder, 'empty')
  await mkdir(app, { recursive: true })
  const vue = resolve('node_modules/vue/dist/vue.global.prod.js')
  const page = `<!doctype html><div id="app"></div><script src="file://${vue}"></script>
    <script>Vue.createApp({ render: () => Vue.h('input', { id: 'ready' }) }).mount('#app')</script>`
  await writeFile(join(app, 'package.json'), JSON.stringify({ name: 'empty', main: 'main.cjs' }))
  await writeFile(join(app, 'index.html'), page)
  await writeFile(
    join(app, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron')
     app.whenReady().then(() => new BrowserWindow({ width: 1366, height: 768 }).loadFile('index.html'))`,
  )
  return app
}

/** Milliseconds from the call that starts the program to the field. */
const startEmpty = async (app: string, folder: string): Promise<number> => {
  const start = performance.now()
  const started = await _electron.launch({
    executablePath: electronPath() ?? '',
    args: [app, ...electronFlags(), `--user-data-dir=${folder}`],
  })
  const page = await started.firstWindow()
  await page.locator('#ready').waitFor()
  const took = performance.now() - start
  await started.close()
  return took
}

/** Milliseconds from the call that starts the program to the queue's first rows, somebody signing in without a pause. */
const startDesk = async (store: string, userFolder: string): Promise<number> => {
  const start = performance.now()
  const desk = await openDesk('electron', { userFolder, store })
  await desk.page.getByLabel('Nome utente').fill('anna')
  await desk.page.getByLabel('Password').fill(DEMO_PASSWORD)
  await desk.page.keyboard.press('Enter')
  await desk.page.getByRole('row').nth(3).waitFor()
  const took = performance.now() - start
  await desk.close()
  return took
}

/** From nothing to a queue that can be worked with, in real Electron, against an empty window of the same Electron. */
export const start: Bench = async ({ tickets }) => {
  const missing = hostMissing('electron')
  if (missing !== null) {
    process.stdout.write(`left out: the start: ${missing}\n`)
    return []
  }
  const store = await bigStorePath(tickets)
  const folder = await mkdtemp(join(tmpdir(), 'bench-start-'))
  const app = await emptyApp(folder)
  const ours: number[] = []
  const limit: number[] = []
  // The first of each warms the disk and what Node keeps compiled; both count from the second on.
  for (let round = -1; round < ROUNDS; round += 1) {
    const desk = await startDesk(store, join(folder, 'desk'))
    const empty = await startEmpty(app, join(folder, 'empty-user'))
    if (round < 0) continue
    ours.push(desk)
    limit.push(empty)
  }
  await rm(folder, { recursive: true, force: true })
  const ratio = median(ours) / median(limit)
  return [
    {
      name: 'start to a usable queue, signing in included, against an empty Electron and Vue window',
      size: tickets,
      median: median(ours),
      p95: quantile(ours, 0.95),
      unit: 'ms',
      limit: median(limit),
      ratio,
      goal: '≤ 2×',
      met: ratio <= 2,
    },
  ]
}
