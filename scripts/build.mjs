/**
 * Builds what is older than its sources: `node scripts/build.mjs [main|all] [--force]`. Called by the other scripts
 * through `ensureBuilt`; a stamp beside the output remembers the sources it was made from.
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bootstrap, bundledNode, root, toolEnvironment } from './bootstrap.mjs'

/** @typedef {'main' | 'preload' | 'renderer'} Part */

const out = join(root, 'out')
const always = [
  'package.json',
  'package-lock.json',
  'electron.vite.config.ts',
  'tsconfig.json',
  'built-in.config.ts',
  'src-shared',
]

/** @type {Record<Part, { sources: string[], product: string }>} */
const PARTS = {
  main: { sources: [...always, 'src-main', 'src-renderer/locales', 'resources'], product: 'main/index.js' },
  preload: { sources: [...always, 'src-main/preload'], product: 'preload' },
  renderer: {
    sources: [...always, 'src-renderer', 'docs/guida', 'docs/guide', 'nuxt-ui.config.ts', 'resources'],
    product: 'renderer/index.html',
  },
}
/** @type {Part[]} */
const ALL = ['main', 'preload', 'renderer']

/** @param {string} path @returns {string[]} a line per file: name, size, time of change */
function listing(path) {
  const full = join(root, path)
  const stat = statSync(full, { throwIfNoEntry: false })
  if (!stat) return []
  if (stat.isFile()) return [`${path} ${stat.size} ${stat.mtimeMs}`]
  return readdirSync(full)
    .sort()
    .flatMap((name) => listing(`${path}/${name}`))
}

/** @param {Part} part @returns {string} */
const fingerprint = (part) => createHash('sha256').update(PARTS[part].sources.flatMap(listing).join('\n')).digest('hex')

/** @param {Part} part @returns {string} */
const stampFile = (part) => join(out, `.built-${part}`)

/** @param {Part} part @returns {boolean} */
function isFresh(part) {
  if (!existsSync(join(out, PARTS[part].product)) || !existsSync(stampFile(part))) return false
  return readFileSync(stampFile(part), 'utf8') === fingerprint(part)
}

/** Holds the output folder against a second build; a lock whose process is gone is taken over. @returns {Promise<() => void>} */
async function lockOutput() {
  mkdirSync(out, { recursive: true })
  const lock = join(out, '.building')
  for (;;) {
    try {
      const file = openSync(lock, 'wx')
      writeFileSync(file, String(process.pid))
      closeSync(file)
      return () => rmSync(lock, { force: true })
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error
    }
    if (!holderLives(lock)) rmSync(lock, { force: true })
    else await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** @param {string} lock @returns {boolean} */
function holderLives(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'))
    // An empty file belongs to a process that is just about to write its number.
    if (pid === 0) return Date.now() - statSync(lock).mtimeMs < 2000
    process.kill(pid, 0)
    return true
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
}

/** @param {Part[]} parts */
async function build(parts) {
  process.env['NODE_ENV_ELECTRON_VITE'] = 'production'
  const { resolveConfig } = await import('electron-vite')
  const { build: viteBuild } = await import('vite')
  const { config } = await resolveConfig({ root, logLevel: 'warn' }, 'build', 'production')
  for (const part of parts) {
    const before = fingerprint(part)
    rmSync(stampFile(part), { force: true })
    await viteBuild(/** @type {import('vite').InlineConfig} */ (config?.[part]))
    writeFileSync(stampFile(part), before)
  }
}

/**
 * Builds in a process of its own, so that stdout of the caller stays untouched.
 * @param {Part[]} [parts]
 * @returns {Promise<{ code: number, output: string, built: boolean }>}
 */
export async function ensureBuilt(parts = ALL) {
  if (parts.every(isFresh)) return { code: 0, output: '', built: false }
  const child = spawn(bundledNode, [fileURLToPath(import.meta.url), ...parts], {
    cwd: root,
    env: toolEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => (output += chunk))
  child.stderr.on('data', (chunk) => (output += chunk))
  const code = await new Promise((resolve) => child.once('close', (status) => resolve(status ?? 1)))
  return { code, output, built: true }
}

/**
 * `ensureBuilt` for scripts that cannot go on without it.
 * @param {Part[]} [parts]
 */
export async function buildOrExit(parts = ALL) {
  if (!parts.every(isFresh)) process.stderr.write('Building …\n')
  const { code, output } = await ensureBuilt(parts)
  if (code === 0) return
  process.stderr.write(`${output}\nThe build failed.\n`)
  process.exit(1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bootstrap()
  const named = ALL.filter((part) => process.argv.includes(part))
  const wanted = named.length > 0 ? named : ALL
  const unlock = await lockOutput()
  try {
    await build(process.argv.includes('--force') ? wanted : wanted.filter((part) => !isFresh(part)))
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    process.exitCode = 1
  } finally {
    unlock()
  }
}
