import { app, type BrowserWindow, nativeImage } from 'electron'
import { dotBitmap } from './unread-dot'
import { fill, type Words } from './words'

const DOT = 32

/** How much is unread, on the program's own icon: a number where the system has one, a dot on Windows' taskbar. */
export const showUnread = (window: BrowserWindow | null, unread: number, words: Words): void => {
  if (process.platform !== 'win32') {
    app.setBadgeCount(unread)
    return
  }
  const dot = unread === 0 ? null : nativeImage.createFromBitmap(dotBitmap(DOT), { width: DOT, height: DOT })
  window?.setOverlayIcon(dot, unread === 0 ? '' : fill(words.tray.unread, { unread }))
}
