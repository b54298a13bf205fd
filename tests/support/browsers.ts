import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

const CHROMIUMS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** The browser that plays the web host's journeys, or null. */
export const chromiumPath = (): string | null => {
  const named = process.env['CHROMIUM_PATH']
  return [...(named === undefined ? [] : [named]), ...CHROMIUMS].find((path) => existsSync(path)) ?? null
}

/** Why the browser journeys cannot run here, or null when they can. */
export const chromiumMissing = (): string | null =>
  chromiumPath() === null ? `no Chromium (${CHROMIUMS.join(', ')}; Debian package chromium)` : null

/** Flags with which a headless Chromium keeps to itself; root must also do without its sandbox. */
export const CHROMIUM_FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** The Electron to run, never fetched from here: the override's, or the official one when it was downloaded. */
export const electronPath = (): string | null => {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH']
  if (override !== undefined) return existsSync(join(override, 'electron')) ? join(override, 'electron') : null
  const home = join(root, 'node_modules', 'electron')
  if (!existsSync(join(home, 'path.txt'))) return null
  const path = join(home, 'dist', readFileSync(join(home, 'path.txt'), 'utf8'))
  return existsSync(path) ? path : null
}

/** Why the desktop journeys cannot run here, or null when they can. */
export const electronMissing = (): string | null => {
  if (electronPath() === null) return 'no Electron binary (npm test fetches it)'
  const display = process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']
  return process.platform === 'linux' && display === undefined ? 'no display (npm test starts Xvfb)' : null
}

/** Chromium refuses its sandbox to root; nobody else runs without it. */
export const electronFlags = (): string[] => (process.getuid?.() === 0 ? ['--no-sandbox'] : [])
