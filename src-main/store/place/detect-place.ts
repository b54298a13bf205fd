import { execFileSync } from 'node:child_process'
import { readFileSync, readdirSync, realpathSync, statfsSync } from 'node:fs'
import { homedir, platform } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { classifyLinux } from './linux-mounts'
import { classifyMac } from './mac-mounts'
import type { StorePlace } from './store-place'
import { type SyncFacts, dropboxRoots, nextcloudRoots, syncClientOf } from './synced-folder'
import { classifyWindows } from './windows-drives'

/** A question to the system must not keep a person waiting: a hung `net use` is an answer too. */
const PATIENCE_MS = 4000

const orNull = <T>(ask: () => T): T | null => {
  try {
    return ask()
  } catch {
    return null
  }
}
const run = (program: string, args: readonly string[]): string | null =>
  orNull(() =>
    execFileSync(program, args, {
      encoding: 'utf8',
      timeout: PATIENCE_MS,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  )

/** Where a store lies (its folder must be there). When in doubt, a network. */
export const detectPlace = (path: string): StorePlace => {
  const folder = dirname(resolve(path))
  return { ...classify(folder), synced: syncClientOf(syncFacts(orNull(() => realpathSync(folder)) ?? folder)) }
}

const classify = (folder: string): Omit<StorePlace, 'synced'> => {
  if (platform() === 'win32') {
    const real = orNull(() => realpathSync.native(folder))
    return classifyWindows({
      folder,
      real,
      // A real path that names a share needs no second witness.
      netUse: real?.startsWith('\\\\') ? null : run('net', ['use']),
      systemDrive: process.env['SystemDrive'] ?? 'C:',
    })
  }
  const real = realpathSync(folder)
  if (platform() === 'darwin') return classifyMac(run('/sbin/mount', []), real)
  const magic = orNull(() => Number(BigInt.asUintN(32, BigInt(statfsSync(folder).type))))
  return classifyLinux(orNull(() => readFileSync('/proc/self/mountinfo', 'utf8')) ?? '', magic, real)
}

const syncFacts = (folder: string): SyncFacts => {
  const folders: { path: string; names: string[] }[] = []
  for (let path = folder; ; path = dirname(path)) {
    folders.push({ path, names: orNull(() => readdirSync(path)) ?? [] })
    if (dirname(path) === path) break
  }
  const env = (name: string): string => process.env[name] ?? ''
  const read = (base: string, ...parts: string[]): string =>
    base === '' ? '' : (orNull(() => readFileSync(join(base, ...parts), 'utf8')) ?? '')
  const home = homedir()
  return {
    folders,
    roots: [
      ...['OneDrive', 'OneDriveConsumer', 'OneDriveCommercial'].map((name) => ({
        path: env(name),
        client: 'onedrive' as const,
      })),
      ...[
        read(home, '.dropbox', 'info.json'),
        read(env('APPDATA'), 'Dropbox', 'info.json'),
        read(env('LOCALAPPDATA'), 'Dropbox', 'info.json'),
      ]
        .flatMap(dropboxRoots)
        .map((path) => ({ path, client: 'dropbox' as const })),
      ...[
        read(home, '.config', 'Nextcloud', 'nextcloud.cfg'),
        read(env('APPDATA'), 'Nextcloud', 'nextcloud.cfg'),
        read(home, 'Library', 'Preferences', 'Nextcloud', 'nextcloud.cfg'),
      ]
        .flatMap(nextcloudRoots)
        .map((path) => ({ path, client: 'nextcloud' as const })),
    ],
  }
}
