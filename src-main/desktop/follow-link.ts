import { type BrowserWindow, clipboard, dialog, shell } from 'electron'
import { linkWay } from './desktop-requests'
import { type Words, fill } from './words'

/**
 * Asks with the real address in sight, since a mail may write another one over its link; then the browser opens it. What
 * cannot be opened from here is said, and may be copied.
 */
export const followLink = async (window: BrowserWindow, url: string, { link }: Words): Promise<void> => {
  const way = linkWay(url)
  const isOpened = way.kind === 'browser'
  const { response } = await dialog.showMessageBox(window, {
    type: isOpened && way.isPlain ? 'warning' : 'question',
    message: isOpened ? fill(link.title, { host: new URL(way.address).host }) : link[way.kind],
    detail: isOpened ? (way.isPlain ? `${way.address}\n\n${link.plain}` : way.address) : way.text,
    buttons: [isOpened ? link.open : link.copy, link.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  if (response !== 0) return
  if (isOpened) await shell.openExternal(way.address)
  else clipboard.writeText(way.text)
}
