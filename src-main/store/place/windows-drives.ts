import type { StorePlace } from './store-place'

/**
 * What `net use` prints, whatever its language: the columns are found by their shape, a drive letter followed by a
 * UNC path. Answers letter to share.
 */
export const readNetUse = (text: string): ReadonlyMap<string, string> => {
  const drives = new Map<string, string>()
  for (const line of text.split(/\r?\n/)) {
    const found = /(?:^|\s)([A-Z]):\s+(\\\\[^\\]+\\.+?)(?:\s{2,}.*)?$/i.exec(line)
    if (found?.[1] !== undefined && found[2] !== undefined) drives.set(found[1].toUpperCase(), found[2].trim())
  }
  return drives
}

const place = (network: boolean, kind: string, source: string): Omit<StorePlace, 'synced'> => ({
  network,
  kind,
  source,
  localLocks: null,
})

export interface WindowsFacts {
  /** The folder as it was named. */
  readonly folder: string
  /** Its real path, where a mapped drive shows as the share behind it; null when Windows would not say. */
  readonly real: string | null
  /** What `net use` printed; null when it could not be run. */
  readonly netUse: string | null
  /** Such as `C:`. */
  readonly systemDrive: string
}

/** UNC paths, mapped drives, and what cannot be told (in doubt a network). Subst drives show their real disk. */
export const classifyWindows = ({ folder, real, netUse, systemDrive }: WindowsFacts): Omit<StorePlace, 'synced'> => {
  const path = plain(real ?? folder)
  if (path.startsWith('\\\\')) {
    const [, , server = '', share = ''] = path.split('\\')
    return place(true, /^wsl(\$|\.localhost)$/i.test(server) ? 'wsl' : 'unc', `\\\\${server}\\${share}`)
  }
  const letter = /^([A-Z]):/i.exec(path)?.[1]?.toUpperCase()
  if (letter === undefined) return place(true, 'unknown', '')
  const share = netUse === null ? undefined : readNetUse(netUse).get(letter)
  if (share !== undefined) return place(true, 'mapped', share)
  const isKnown = real !== null || netUse !== null || `${letter}:` === systemDrive.toUpperCase()
  return isKnown ? place(false, 'local', `${letter}:`) : place(true, 'unknown', `${letter}:`)
}

/** `\\?\UNC\server\share` and `\\?\C:\` are longer spellings of the same. */
const plain = (path: string): string =>
  path
    .replaceAll('/', '\\')
    .replace(/^\\\\[?.]\\UNC\\/i, '\\\\')
    .replace(/^\\\\[?.]\\(?=[A-Z]:)/i, '')
