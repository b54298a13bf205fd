import { type BrowserWindow, dialog, shell } from 'electron'
import { externalAddress } from './desktop-requests'
import { type Words, fill } from './words'

/** Asks with the real address in sight, since a mail may write another one over its link; then the browser opens it. */
export const followLink = async (window: BrowserWindow, url: string, words: Words): Promise<void> => {
  const address = externalAddress(url)
  if (address === null) return
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: fill(words.link.title, { host: new URL(address).host }),
    detail: address,
    buttons: [words.link.open, words.link.cancel],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  if (response === 0) await shell.openExternal(address)
}
