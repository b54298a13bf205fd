import { join } from 'node:path'
import { BrowserWindow, dialog, screen } from 'electron'
import { PAGE_ORIGIN } from './app-page'
import { PageRevivals } from './page-revivals'
import { readPlace, savePlace } from './window-place'
import type { Words } from './words'

export interface WindowParts {
  readonly userFolder: string
  readonly preload: string
  readonly icon: string
  readonly words: () => Words
  /** Somebody clicked a link that leads out of the desk. */
  readonly followLink: (window: BrowserWindow, url: string) => void
}

/** A sandboxed window that shows our page and nothing else. */
export const openDeskWindow = ({ userFolder, preload, icon, words, followLink }: WindowParts): BrowserWindow => {
  const placeFile = join(userFolder, 'window.json')
  const place = readPlace(
    placeFile,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  const window = new BrowserWindow({
    ...(place === null
      ? { width: 1366, height: 768 }
      : { x: place.x, y: place.y, width: place.width, height: place.height }),
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Cantoniere',
    icon,
    webPreferences: { preload, sandbox: true, contextIsolation: true, nodeIntegration: false, webviewTag: false },
  })
  if (place?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => savePlace(placeFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }))

  const { webContents } = window
  // No window of ours ever shows a stranger's page: a link goes to the browser, after a question.
  webContents.setWindowOpenHandler(({ url }) => {
    followLink(window, url)
    return { action: 'deny' }
  })
  webContents.on('will-navigate', (event) => event.preventDefault())
  webContents.on('will-frame-navigate', (event) => {
    if (!event.url.startsWith('about:')) event.preventDefault()
  })
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  const revivals = new PageRevivals()
  webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return
    // A page that crashed starts afresh: drafts lie in the store, not in it.
    if (revivals.mayRevive(performance.now())) return webContents.reload()
    const { title, text, retry, quit } = words().pageGone
    void dialog
      .showMessageBox(window, {
        type: 'error',
        title,
        message: title,
        detail: text,
        buttons: [retry, quit],
        cancelId: 1,
      })
      .then(({ response }) => {
        if (window.isDestroyed()) return
        revivals.forget()
        if (response === 0) webContents.reload()
        else window.close()
      })
  })
  void window.loadURL(`${PAGE_ORIGIN}/`)
  return window
}
