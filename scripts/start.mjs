/** `npm start [-- --demo …]`: opens the desk; where no window can be opened, starts the web host and prints its address. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { bootstrap, bundledNode, exitCode, root, toolEnvironment } from './bootstrap.mjs'
import { buildOrExit } from './build.mjs'
import { findElectron, noDisplay, sandboxArguments } from './electron-binary.mjs'

/** An Electron that dies this soon never showed its window: libraries or the sandbox's rights are missing. */
const FAILED_START_MS = 5000

await bootstrap()
const args = process.argv.slice(2)
await buildOrExit()
process.exit(await openWindow().catch(webHostInstead))

/** @returns {Promise<number>} */
async function openWindow() {
  const blind = noDisplay()
  if (blind) return webHostInstead(blind)
  const found = await findElectron({ allowRegistry: false })
  if ('missing' in found) return webHostInstead(found.missing)
  const { ELECTRON_RUN_AS_NODE: _, ...env } = toolEnvironment()
  const started = Date.now()
  const child = spawn(found.electron.path, [root, ...sandboxArguments(), ...args], { stdio: 'inherit', env })
  const code = await exitCode(child)
  const brokenStart = code !== 0 && code !== 130 && code !== 143 && Date.now() - started < FAILED_START_MS
  return brokenStart ? webHostInstead(`Electron ended at once with code ${code}`) : code
}

/** @param {unknown} reason @returns {Promise<number>} */
function webHostInstead(reason) {
  process.stderr.write(
    `No window (${reason instanceof Error ? reason.message : reason}): starting the web host instead.\n`,
  )
  return exitCode(
    spawn(bundledNode, [join(root, 'out', 'main', 'web.js'), ...args], { stdio: 'inherit', env: toolEnvironment() }),
  )
}
