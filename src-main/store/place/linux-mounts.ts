import { type Mount, type StorePlace, mountOf } from './store-place'

/** Filesystems on a disk of this machine, by the names that the kernel gives them. Everything else is in doubt. */
const LOCAL = new Set([
  ...['ext2', 'ext3', 'ext4', 'xfs', 'btrfs', 'f2fs', 'jfs', 'reiserfs', 'bcachefs', 'zfs', 'nilfs2'],
  ...['vfat', 'msdos', 'exfat', 'ntfs', 'ntfs3', 'hfs', 'hfsplus', 'apfs', 'udf', 'iso9660'],
  // A block device behind a FUSE driver (ntfs-3g), memory, and layers over a local disk.
  ...['fuseblk', 'tmpfs', 'ramfs', 'rootfs', 'overlay', 'ecryptfs', 'squashfs'],
])

/** Filesystems that never send a lock to the other side: two machines would both be told "yours". */
const LOCKS_STAY_HERE =
  /^(fuse\.(sshfs|davfs2?|rclone|s3fs|gvfsd-fuse|google-drive-ocamlfuse|onedriver|curlftpfs|vmhgfs-fuse)|davfs|vboxsf|prl_fs)$/

/** statfs magic numbers, where the mount table cannot be read (linux/magic.h and the filesystems' own headers). */
const LOCAL_MAGIC: ReadonlyMap<number, string> = new Map([
  [0xef53, 'ext4'],
  [0x58465342, 'xfs'],
  [0x9123683e, 'btrfs'],
  [0xf2f52010, 'f2fs'],
  [0x2fc12fc1, 'zfs'],
  [0x01021994, 'tmpfs'],
  [0x794c7630, 'overlay'],
  [0x4d44, 'vfat'],
  [0x2011bab0, 'exfat'],
  [0x7366746e, 'ntfs3'],
])
const NETWORK_MAGIC: ReadonlyMap<number, string> = new Map([
  [0x6969, 'nfs'],
  [0xff534d42, 'cifs'],
  [0xfe534d42, 'smb3'],
  [0x517b, 'smb'],
  [0x01021997, '9p'],
  [0x564c, 'ncp'],
  [0x5346414f, 'afs'],
  [0x73757245, 'coda'],
  [0x00c36400, 'ceph'],
  [0x65735546, 'fuse'],
  [0x786f4256, 'vboxsf'],
  [0x6a656a63, 'virtiofs'],
])

/** `\040` is a space in /proc's tables. */
const unescape = (text: string): string =>
  text.replaceAll(/\\([0-7]{3})/g, (_whole, octal: string) => String.fromCodePoint(Number.parseInt(octal, 8)))

/** /proc/self/mountinfo, a mount a line: `36 35 98:0 /root /at options [tags] - type source superoptions`. */
export const readMountInfo = (text: string): Mount[] =>
  text.split('\n').flatMap((line) => {
    const [left = '', right = ''] = line.split(' - ')
    const [, , , , at, options = ''] = left.split(' ')
    const [kind, source = '', superOptions = ''] = right.split(' ')
    if (at === undefined || kind === undefined || kind === '') return []
    return [
      {
        at: unescape(at),
        kind,
        source: unescape(source),
        options: [...options.split(','), ...superOptions.split(',')].filter((option) => option !== ''),
      },
    ]
  })

/**
 * The option of a mount that keeps its locks on this machine; null when none does. `local_lock=flock` harms nobody:
 * SQLite locks ranges of bytes.
 */
export const localLocksOf = ({ kind, options }: Mount): string | null => {
  if (LOCKS_STAY_HERE.test(kind)) return kind
  if (/^(cifs|smb)/.test(kind)) return options.includes('nobrl') ? 'nobrl' : null
  if (!kind.startsWith('nfs')) return null
  if (options.includes('nolock')) return 'nolock'
  return options.find((option) => option === 'local_lock=all' || option === 'local_lock=posix') ?? null
}

/** `folder` is real (no links in it); `magic` is what statfs says of it. */
export const classifyLinux = (mountInfo: string, magic: number | null, folder: string): Omit<StorePlace, 'synced'> => {
  const mount = mountOf(readMountInfo(mountInfo), folder)
  const network = magic === null ? undefined : NETWORK_MAGIC.get(magic)
  if (mount === null) {
    const local = magic === null ? undefined : LOCAL_MAGIC.get(magic)
    return { network: local === undefined, kind: local ?? network ?? 'unknown', source: '', localLocks: null }
  }
  // Automounts and namespaces can make the table older than the truth: statfs overrules a table that says local.
  const isLocal = LOCAL.has(mount.kind) && (network === undefined || mount.kind === 'fuseblk')
  return {
    network: !isLocal,
    kind: LOCAL.has(mount.kind) && !isLocal && network !== undefined ? network : mount.kind,
    source: mount.source,
    localLocks: localLocksOf(mount),
  }
}
