/** Electron's main process: windows, menus, tray and keychain. It starts the engine and never opens the store. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app, dialog } from 'electron'
import { declarePage } from './desktop/app-page'
import { LinkInbox } from './desktop/link-inbox'
import { startDesk } from './desktop/start'
import { fill, wordsOf } from './desktop/words'
import { readHostArguments } from './host/host-arguments'

const args = readHostArguments(process.argv.slice(1))
app.setName('Cantoniere')
// As the installer names it (electron-builder.yml): without it Windows shows no notice of ours.
app.setAppUserModelId('it.cantoniere.desk')
const links = new LinkInbox(process.argv)
app.on('open-url', (event, url) => {
  event.preventDefault()
  links.take(url)
})
// The browser's own files in a folder beside the desk's, which people may have to look into.
const browserFolder = join(args.userFolder, 'browser')
try {
  mkdirSync(browserFolder, { recursive: true })
} catch {
  // The browser inside cannot live without it: said in words, instead of a trace in a box.
  const { title, text } = wordsOf('it').userFolder
  dialog.showErrorBox(title, fill(text, { folder: args.userFolder }))
  process.exit(1)
}
app.setPath('userData', args.userFolder)
app.setPath('sessionData', browserFolder)

declarePage()
if (app.isPackaged) app.setAsDefaultProtocolClient('cantoniere')
if (app.requestSingleInstanceLock()) void app.whenReady().then(() => startDesk(args, import.meta.url, links))
else app.quit()

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
