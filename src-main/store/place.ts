import { realpathSync, statfsSync } from 'node:fs'
import { platform } from 'node:os'
import { dirname } from 'node:path'

/** statfs magic numbers of filesystems that live elsewhere (linux/magic.h and the filesystems' own headers). */
const NETWORK_MAGIC: ReadonlyMap<number, string> = new Map([
  [0x6969, 'nfs'],
  [0xff534d42, 'cifs'],
  [0xfe534d42, 'smb2'],
  [0x517b, 'smb'],
  [0x01021997, '9p'],
  [0x564c, 'ncp'],
  [0x5346414f, 'afs'],
  [0x73757245, 'coda'],
  [0x00c36400, 'ceph'],
  // FUSE may be a local disk or a server (sshfs): in doubt it is treated as one.
  [0x65735546, 'fuse'],
])

export interface StorePlace {
  readonly network: boolean
  /** The filesystem's name where known, for `doctor`. */
  readonly kind: string
}

/** Where a store lies. When in doubt, a network: there a store opens for reading only. */
export const detectPlace = (path: string): StorePlace => {
  const folder = dirname(path)
  if (platform() === 'win32') {
    // A mapped drive resolves to its UNC path.
    const real = realpathSync.native(folder)
    return real.startsWith('\\\\') && !real.startsWith('\\\\?\\')
      ? { network: true, kind: 'unc' }
      : { network: false, kind: 'local' }
  }
  if (platform() === 'darwin') {
    return realpathSync(folder).startsWith('/Volumes/')
      ? { network: true, kind: 'volume' }
      : { network: false, kind: 'local' }
  }
  const magic = Number(BigInt.asUintN(32, BigInt(statfsSync(folder).type)))
  const kind = NETWORK_MAGIC.get(magic)
  return kind === undefined ? { network: false, kind: 'local' } : { network: true, kind }
}
