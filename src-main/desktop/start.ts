import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { app, BrowserWindow, ipcMain, Notification, shell } from 'electron'
import { EngineKeeper } from '@main/host/engine-keeper'
import type { HostArguments } from '@main/host/host-arguments'
import { KeptNoticeHours } from '@main/host/kept-notice-hours'
import { KeptReports } from '@main/host/kept-reports'
import { compiledCode } from '@main/host/user-folder'
import { onCrash } from '@main/platform/crash-handler'
import { HOST_LOG, fileLogger } from '@main/platform/logger'
import { answerRequests } from './answer-requests'
import { servePage } from './app-page'
import { autoStart } from './auto-start'
import { DeskNotices } from './desk-notices'
import { DeskTray } from './desk-tray'
import { openDeskWindow } from './desk-window'
import { type DesktopOrder, orderInArguments } from './desktop-requests'
import { followLink } from './follow-link'
import { hasKeychain, keychainIn } from './keychain'
import type { LinkInbox } from './link-inbox'
import { LockProvers } from './lock-provers'
import { DeskMenu } from './menu'
import { isOurPage, limitPages } from './page-limits'
import { PageLines } from './page-lines'
import { quitWithEngine } from './quit'
import { showUnread } from './unread-badge'
import { forkUtilityEngine, type UtilityEngine } from './utility-engine'
import { wordsOf } from './words'

/** Everything that happens once Electron is ready and this is the only instance. */
export const startDesk = (args: HostArguments, builtFolder: string, links: LinkInbox): void => {
  const built = (path: string): string => fileURLToPath(new URL(path, builtFolder))
  const icon = join(app.getAppPath(), 'resources', 'icons', 'cantoniere.png')
  mkdirSync(args.userFolder, { recursive: true })
  const logger = fileLogger(args.userFolder, !app.isPackaged, HOST_LOG)
  // Windows and the page live on: what one request stumbles over is a line in the log, not a box of Electron's.
  onCrash((what, error) => logger.bug(what, error))

  let words = wordsOf('it')
  let window: BrowserWindow | null = null
  let engine: UtilityEngine | null = null
  /** Waits for the page that is being drawn. */
  let firstOrder: DesktopOrder | null = null
  let hasPage = false
  const keychain = keychainIn(join(args.userFolder, 'keychain.json'))

  const show = (): void => {
    if (window === null) return
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }
  const order = (wanted: DesktopOrder): void => {
    // A menu speaks to the window that it belongs to; notices and links to the first.
    const asked = wanted.kind === 'command' ? BrowserWindow.getFocusedWindow() : null
    if (asked !== null) return asked.webContents.send('desk:order', wanted)
    show()
    if (hasPage) window?.webContents.send('desk:order', wanted)
    else firstOrder = wanted
  }

  const hours = new KeptNoticeHours(args.userFolder)
  const notices = new DeskNotices({
    words: () => words,
    hours: () => hours.now,
    now: () => new Date(),
    isWatched: () => BrowserWindow.getFocusedWindow() !== null,
    make: (said) => (Notification.isSupported() ? new Notification(said) : null),
    order,
  })

  const count = (unread: number, overdue: number): void => {
    tray.counts(unread, overdue)
    showUnread(window, unread, words)
  }

  const keeper = new EngineKeeper({
    fork: () => (engine = forkUtilityEngine(built('./engine.js'), compiledCode(args.userFolder))),
    config: {
      host: 'electron',
      version: app.getVersion(),
      userFolder: args.userFolder,
      storePath: args.store,
      demo: args.demo,
      mayChooseStore: !args.fixed,
      serve: null,
      hostSecrets: hasKeychain(),
      console: !app.isPackaged,
    },
    onState: (state) => lines.engineState(state),
    onMessage: (message) => {
      if (message.kind === 'ready') lines.engineReady()
      else if (message.kind === 'secret') keeper.post(keychain.answer(message))
      else if (message.kind === 'prover') provers.carryOut(message)
      else if (message.kind === 'counts') count(message.unread, message.overdue)
      else if (message.kind === 'notice') notices.tell(message)
      else if (message.kind === 'call') notices.call(message)
    },
    onDeath: () => {
      provers.endAll()
      lines.engineDied()
    },
  })
  const provers = new LockProvers(built('./lock-prover.js'), (message) => keeper.post(message))
  const lines = new PageLines({
    state: () => keeper.state,
    failure: () => keeper.failure,
    sendPort: (line, port) => engine?.sendPort(line, port),
  })

  ipcMain.on('desk:connect', (event) => {
    if (!isOurPage(event)) return
    lines.pageListens(event.sender)
    hasPage = true
    if (firstOrder !== null) event.sender.send('desk:order', firstOrder)
    firstOrder = null
  })
  const speak = (language: 'it' | 'en'): void => {
    words = wordsOf(language)
    menu.speak(words)
    tray.speak(words)
  }
  answerRequests({
    windowOf: (event) => (isOurPage(event) ? BrowserWindow.fromWebContents(event.sender) : null),
    kept: new KeptReports(args.userFolder),
    hours,
    onOffers: (from, ids) => menu.offers(from, ids),
    onLanguage: speak,
    onRetry: () => keeper.retry(),
  })

  limitPages()
  servePage(built('../renderer'), () => keeper.door)

  const tray = new DeskTray(icon, words, { show, quit: () => app.quit() })
  app.setAboutPanelOptions({
    applicationName: 'Cantoniere',
    applicationVersion: app.getVersion(),
    copyright: 'EUPL-1.2',
    iconPath: icon,
  })
  const menu = new DeskMenu(
    words,
    {
      order,
      openLogs: () => void shell.openPath(args.userFolder),
      autoStart: autoStart(),
    },
    () => BrowserWindow.getFocusedWindow(),
  )
  app.on('browser-window-focus', (_event, focused) => menu.show(focused))
  keeper.start()
  window = openDeskWindow({
    userFolder: args.userFolder,
    preload: built('../preload/index.cjs'),
    icon,
    words: () => words,
    followLink: (from, url) => void followLink(from, url, words),
  })
  firstOrder = links.open(order) ?? firstOrder
  window.on('closed', () => (window = null))

  app.on('second-instance', (_event, argv) => {
    const wanted = orderInArguments(argv)
    if (wanted === null) show()
    else order(wanted)
  })
  quitWithEngine(() => keeper.stop())
}
