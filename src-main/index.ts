/** Electron's main process: windows, menus, tray and keychain. It starts the engine and never opens the store. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { declarePage } from './desktop/app-page'
import { startDesk } from './desktop/start'
import { readHostArguments } from './host/host-arguments'

const args = readHostArguments(process.argv.slice(1))
app.setName('Cantoniere')
// The browser's own files in a folder beside the desk's, which people may have to look into.
const browserFolder = join(args.userFolder, 'browser')
mkdirSync(browserFolder, { recursive: true })
app.setPath('userData', args.userFolder)
app.setPath('sessionData', browserFolder)

declarePage()
if (app.isPackaged) app.setAsDefaultProtocolClient('cantoniere')
if (app.requestSingleInstanceLock()) void app.whenReady().then(() => startDesk(args, import.meta.url))
else app.quit()

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => app.quit())
