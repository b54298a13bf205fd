import { join } from 'node:path'
import { BrowserWindow, dialog, screen } from 'electron'
import { PAGE_ORIGIN } from './app-page'
import { PageRevivals } from './page-revivals'
import { readPlace, savePlace, type WindowPlace } from './window-place'
import type { Words } from './words'

export interface WindowParts {
  readonly userFolder: string
  readonly preload: string
  readonly icon: string
  readonly words: () => Words
  /** Somebody clicked a link that leads out of the desk. */
  readonly followLink: (window: BrowserWindow, url: string) => void
}

/** The map on the second screen: the only page that may be opened in a window of its own. */
const MAP_WINDOW = `${PAGE_ORIGIN}/#/map/finestra`

const webPreferences = ({ preload }: WindowParts): Electron.WebPreferences => ({
  preload,
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webviewTag: false,
})

const placeIn = (file: string): WindowPlace | null =>
  readPlace(
    file,
    screen.getAllDisplays().map((display) => display.workArea),
  )

const mapPlace = ({ userFolder }: WindowParts): { file: string; place: WindowPlace | null } => {
  const file = join(userFolder, 'map-window.json')
  return { file, place: placeIn(file) }
}

const mapWindow = (parts: WindowParts): Electron.BrowserWindowConstructorOptions => {
  const { place } = mapPlace(parts)
  return {
    ...(place === null
      ? { width: 1100, height: 760 }
      : { x: place.x, y: place.y, width: place.width, height: place.height }),
    minWidth: 640,
    minHeight: 480,
    title: 'Cantoniere',
    icon: parts.icon,
    autoHideMenuBar: true,
    webPreferences: webPreferences(parts),
  }
}

const guard = (window: BrowserWindow, parts: WindowParts): void => {
  const { words, followLink } = parts
  const { webContents } = window
  // No window of ours ever shows a stranger's page: a link goes to the browser, after a question.
  webContents.setWindowOpenHandler(({ url }) => {
    if (url === MAP_WINDOW) return { action: 'allow', overrideBrowserWindowOptions: mapWindow(parts) }
    followLink(window, url)
    return { action: 'deny' }
  })
  webContents.on('did-create-window', (map) => {
    const { file } = mapPlace(parts)
    map.on('close', () => savePlace(file, { ...map.getNormalBounds(), maximized: map.isMaximized() }))
    // It follows the queue: without one it is nothing.
    window.once('closed', () => map.isDestroyed() || map.close())
    guard(map, parts)
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
}

/** A sandboxed window that shows our page and nothing else. */
export const openDeskWindow = (parts: WindowParts): BrowserWindow => {
  const { userFolder, icon } = parts
  const placeFile = join(userFolder, 'window.json')
  const place = placeIn(placeFile)
  const window = new BrowserWindow({
    ...(place === null
      ? { width: 1366, height: 768 }
      : { x: place.x, y: place.y, width: place.width, height: place.height }),
    minWidth: 960,
    minHeight: 600,
    show: false,
    title: 'Cantoniere',
    icon,
    webPreferences: webPreferences(parts),
  })
  if (place?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => savePlace(placeFile, { ...window.getNormalBounds(), maximized: window.isMaximized() }))

  guard(window, parts)
  void window.loadURL(`${PAGE_ORIGIN}/`)
  return window
}
