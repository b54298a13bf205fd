import { session } from 'electron'
import { PAGE_ORIGIN } from './app-page'

/** Whether a message comes from the desk's own page, and from no frame inside it. */
export const isOurPage = (event: Electron.IpcMainEvent | Electron.IpcMainInvokeEvent): boolean =>
  event.senderFrame !== null &&
  event.senderFrame === event.sender.mainFrame &&
  event.senderFrame.url.startsWith(`${PAGE_ORIGIN}/`)

/** What a page may ask of the machine. */
export const limitPages = (): void => {
  const { defaultSession } = session
  // The page may put text on the clipboard; camera, place and the rest are nobody's business here.
  defaultSession.setPermissionRequestHandler((_page, permission, answer) =>
    answer(permission === 'clipboard-sanitized-write'),
  )
  defaultSession.setPermissionCheckHandler((_page, permission) => permission === 'clipboard-sanitized-write')
  // Spelling in Italian is Windows' and macOS' own; what Chromium would fetch from its maker's servers is never asked for.
  defaultSession.setSpellCheckerDictionaryDownloadURL(`${PAGE_ORIGIN}/`)
  if (process.platform === 'linux') defaultSession.setSpellCheckerEnabled(false)
  else if (process.platform === 'win32') defaultSession.setSpellCheckerLanguages(['it'])
}
