import { type Mount, type StorePlace, mountOf } from './store-place'

const LOCAL = new Set(['apfs', 'hfs', 'exfat', 'msdos', 'ntfs', 'udf', 'tmpfs', 'ufs'])
const LOCKS_STAY_HERE = new Set(['webdav', 'ftp', 'sshfs'])

/** What `/sbin/mount` prints: `//maria@server/dati on /Volumes/dati (smbfs, nodev, nosuid, mounted by maria)`. */
export const readMacMounts = (text: string): Mount[] =>
  text.split('\n').flatMap((line) => {
    const found = /^(.*?) on (\/.*) \(([^()]*)\)$/.exec(line.trim())
    if (!found) return []
    const [, source = '', at = '', words = ''] = found
    const [kind = '', ...options] = words.split(', ')
    return [{ at, kind, source, options }]
  })

/** `table` is null when it could not be read: then everything under /Volumes is in doubt. */
export const classifyMac = (table: string | null, folder: string): Omit<StorePlace, 'synced'> => {
  const mount = table === null ? null : mountOf(readMacMounts(table), folder)
  if (mount === null)
    return { network: table !== null || folder.startsWith('/Volumes/'), kind: 'unknown', source: '', localLocks: null }
  const nolock = mount.options.find((option) => /^(nolocks|locallocks)$/.test(option)) ?? null
  return {
    network: !LOCAL.has(mount.kind),
    kind: mount.kind,
    source: mount.source,
    localLocks: LOCKS_STAY_HERE.has(mount.kind) ? mount.kind : nolock,
  }
}
