import { join } from 'node:path'
import { BrowserWindow, type BrowserWindowConstructorOptions, clipboard, dialog, Menu, screen } from 'electron'
import { PAGE_ORIGIN } from './app-page'
import { contextTemplate } from './context-template'
import { PageRevivals } from './page-revivals'
import { ownPlace, readPlace, savePlace, type WindowPlace } from './window-place'
import type { Words } from './words'

export interface WindowParts {
  readonly userFolder: string
  readonly preload: string
  readonly icon: string
  readonly words: () => Words
  /** Somebody clicked a link that leads out of the desk. */
  readonly followLink: (window: BrowserWindow, url: string) => void
}

const place = (parts: WindowParts, name: string | null): { file: string; found: WindowPlace | null } => {
  const file = join(parts.userFolder, name === null ? 'window.json' : `window-${name}.json`)
  const found = readPlace(
    file,
    screen.getAllDisplays().map((display) => display.workArea),
  )
  return { file, found }
}

/** How a window begins; `name` is the kind of place that it shows, null the desk's first window. */
const optionsOf = (parts: WindowParts, name: string | null): BrowserWindowConstructorOptions => {
  const { found } = place(parts, name)
  return {
    ...(found === null
      ? name === null
        ? { width: 1366, height: 768 }
        : { width: 1100, height: 800 }
      : { x: found.x, y: found.y, width: found.width, height: found.height }),
    minWidth: name === null ? 960 : 800,
    minHeight: 600,
    show: false,
    title: 'Cantoniere',
    icon: parts.icon,
    webPreferences: {
      preload: parts.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      // The page is the same at every start: it is worth keeping from the first one on.
      v8CacheOptions: 'bypassHeatCheck',
    },
  }
}

/** A sandboxed window that shows our page and nothing else. */
export const openDeskWindow = (parts: WindowParts): BrowserWindow => {
  const window = new BrowserWindow(optionsOf(parts, null))
  dress(window, parts, null)
  void window.loadURL(`${PAGE_ORIGIN}/`)
  return window
}

/** What every window of the desk does and refuses, the first one and those that the page opens. */
const dress = (window: BrowserWindow, parts: WindowParts, name: string | null): void => {
  const { file, found } = place(parts, name)
  if (found?.maximized) window.maximize()
  window.once('ready-to-show', () => window.show())
  window.on('close', () => savePlace(file, { ...window.getNormalBounds(), maximized: window.isMaximized() }))

  const { webContents } = window
  // A place of the desk may have a window of its own. No window of ours ever shows a stranger's page: any other address
  // goes to the browser, after a question.
  webContents.setWindowOpenHandler(({ url, frameName }) => {
    // Our page names the windows that it opens; a link in a mail cannot.
    const asked = /^(desk|cantoniere)-/.test(frameName) ? ownPlace(url, PAGE_ORIGIN) : null
    if (asked !== null) return { action: 'allow', overrideBrowserWindowOptions: optionsOf(parts, asked) }
    parts.followLink(window, url)
    return { action: 'deny' }
  })
  webContents.on('did-create-window', (opened, { url }) => dress(opened, parts, ownPlace(url, PAGE_ORIGIN)))
  // A window that our page opened goes to its place once, by a way of its own; nothing else ever leads anywhere.
  webContents.on('will-navigate', (event) => {
    if (ownPlace(event.url, PAGE_ORIGIN) === null) event.preventDefault()
  })
  webContents.on('will-frame-navigate', (event) => {
    const { url, isMainFrame } = event
    if (!url.startsWith('about:') && !(isMainFrame && ownPlace(url, PAGE_ORIGIN) !== null)) event.preventDefault()
  })
  webContents.on('will-attach-webview', (event) => event.preventDefault())
  webContents.on('context-menu', (_event, pressed) => {
    const template = contextTemplate(pressed, parts.words(), {
      correct: (word) => webContents.replaceMisspelling(word),
      learn: (word) => webContents.session.addWordToSpellCheckerDictionary(word),
      copyText: (text) => clipboard.writeText(text),
    })
    if (template.length > 0) Menu.buildFromTemplate(template).popup({ window })
  })
  revive(window, parts.words)
}

/** A page that crashed starts afresh: drafts lie in the store, not in it. One that dies again and again asks first. */
const revive = (window: BrowserWindow, words: () => Words): void => {
  const { webContents } = window
  const revivals = new PageRevivals()
  webContents.on('render-process-gone', (_event, details) => {
    if (details.reason === 'clean-exit' || window.isDestroyed()) return
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
