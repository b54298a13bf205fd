/**
 * Makes a fresh clone runnable: installs what the lock file names, then goes on under the bundled Node.
 * This file may only use what Node 18 brings along, since nothing is installed when it first runs.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

const OLDEST_NODE = 18
const modules = join(root, 'node_modules')
const lockFile = join(root, 'package-lock.json')
const installedLockFile = join(modules, '.package-lock.json')

/** The bundled Node, the only one that our own code is run with. */
export const bundledNode = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/**
 * Ends the program with one line on stderr.
 * @param {string} sentence
 * @returns {never}
 */
export function fail(sentence) {
  process.stderr.write(`${sentence}\n`)
  process.exit(1)
}

/**
 * Environment in which `node` and every installed tool are the project's own.
 * @param {NodeJS.ProcessEnv} [extra]
 * @returns {NodeJS.ProcessEnv}
 */
export function toolEnvironment(extra = {}) {
  const pathKey = Object.keys(process.env).find((key) => key.toLowerCase() === 'path') ?? 'PATH'
  const path = [join(modules, '.bin'), process.env[pathKey] ?? ''].join(delimiter)
  return { ...process.env, [pathKey]: path, ...extra }
}

/**
 * npm writes `node_modules/.package-lock.json` last: no file means an install that never ended. Times alone would
 * reinstall after `npm install`, which writes the lock file later, so an older one is compared package by package.
 * @returns {string | null} why an install is needed, or null
 */
function installReason() {
  if (!existsSync(modules)) return 'node_modules is missing'
  if (!existsSync(installedLockFile) || !existsSync(bundledNode)) return 'the last install did not finish'
  if (statSync(installedLockFile).mtimeMs >= statSync(lockFile).mtimeMs) return null
  return samePackages() ? null : 'package-lock.json is newer than node_modules'
}

/** @returns {boolean} whether every package that the lock file requires lies there in the version it names */
function samePackages() {
  try {
    const wanted = JSON.parse(readFileSync(lockFile, 'utf8')).packages
    const installed = JSON.parse(readFileSync(installedLockFile, 'utf8')).packages
    return Object.entries(wanted).every(([path, entry]) => {
      if (path === '') return true
      const there = installed[path]
      return there ? there.version === entry.version : entry.optional === true || entry.devOptional === true
    })
  } catch {
    return false
  }
}

/**
 * npm leaves out an optional package whose `engines` refuse the Node that npm runs on, and the bundler's compiled
 * part is such a package: under an older Node the install would look complete and the build would not start.
 * @returns {boolean}
 */
function canInstallUnder() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major >= 24
}

/**
 * @param {string[]} args
 * @param {{ cwd: string, node?: string }} place where to run npm and, if not the present one, under which Node
 */
function npm(args, { cwd, node }) {
  // npm names itself to the scripts it runs; called directly, the one on the PATH is taken.
  const npmCli = process.env['npm_execpath']
  const env = node ? { ...process.env, PATH: [dirname(node), process.env['PATH']].join(delimiter) } : process.env
  const all = [...args, '--no-audit', '--no-fund', '--loglevel=error']
  const result = npmCli?.endsWith('.js')
    ? spawnSync(node ?? process.env['npm_node_execpath'] ?? process.execPath, [npmCli, ...all], {
        cwd,
        env,
        stdio: ['ignore', 2, 2],
      })
    : spawnSync('npm', all, { cwd, env, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (result.error) fail(`npm could not be started: ${result.error.message}`)
  return result.status === 0
}

/** Fetches the Node of the lock file alone into a folder, for npm to run on. @param {string} folder @returns {string} */
function borrowNode(folder) {
  const { version } = JSON.parse(readFileSync(lockFile, 'utf8')).packages['node_modules/node']
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts: { node: true } }))
  const node = join(folder, relative(root, bundledNode))
  if (!npm(['install', '--no-save', `node@${version}`], { cwd: folder }) || !existsSync(node))
    fail(`Node ${version} could not be fetched; this is Node ${process.versions.node}, too old to install the rest.`)
  return node
}

/** @param {string} reason */
function install(reason) {
  process.stderr.write(`Installing packages (${reason}) …\n`)
  const folder = mkdtempSync(join(tmpdir(), 'cantoniere-node-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  const node = canInstallUnder() ? undefined : borrowNode(folder)
  if (!npm(['ci'], { cwd: root, ...(node ? { node } : {}) }))
    fail('npm ci failed: the packages could not be installed; its own message is above.')
  if (!existsSync(bundledNode))
    fail('The bundled Node is missing after npm ci: its install script was not allowed to run.')
}

/** @returns {boolean} */
function onBundledNode() {
  try {
    const { version } = JSON.parse(readFileSync(join(modules, 'node', 'package.json'), 'utf8'))
    return process.versions.node === version
  } catch {
    return false
  }
}

/**
 * First call of every script here. Returns only under the bundled Node with everything installed; otherwise it
 * installs, runs the same script again under the bundled Node and ends with that run's exit code.
 * @returns {Promise<void>}
 */
export async function bootstrap() {
  const major = Number(process.versions.node.split('.')[0])
  if (major < OLDEST_NODE) fail(`Node ${OLDEST_NODE} or newer is needed to begin; this is ${process.versions.node}.`)
  const reason = installReason()
  if (reason) install(reason)
  if (!reason && onBundledNode()) return
  const child = spawn(bundledNode, process.argv.slice(1), {
    cwd: process.cwd(),
    stdio: 'inherit',
    env: toolEnvironment(),
  })
  process.exit(await exitCode(child))
}

/**
 * Waits for a child that shares our terminal and passes interruptions on to it.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<number>} its exit code; 128 + n after a signal, 127 when it could not be started
 */
export function exitCode(child) {
  // A terminal sends ^C to the child as well; a second one would read as "at once".
  const forward = (/** @type {NodeJS.Signals} */ signal) =>
    void (signal === 'SIGINT' && process.stdin.isTTY ? undefined : child.kill(signal))
  process.on('SIGINT', forward)
  process.on('SIGTERM', forward)
  return new Promise((resolve) => {
    const settle = (/** @type {number} */ code) => {
      process.off('SIGINT', forward)
      process.off('SIGTERM', forward)
      resolve(code)
    }
    child.once('error', (error) => {
      process.stderr.write(`${child.spawnfile}: ${error.message}\n`)
      settle(127)
    })
    child.once('exit', (code, signal) => settle(code ?? 128 + (SIGNAL_NUMBERS[signal ?? ''] ?? 0)))
  })
}

/** @type {Record<string, number>} */
const SIGNAL_NUMBERS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGTRAP: 5,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGTERM: 15,
}
