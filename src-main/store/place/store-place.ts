/** A client that copies a folder to the cloud behind the desk's back. */
export type SyncClient = 'dropbox' | 'onedrive' | 'google_drive' | 'icloud' | 'nextcloud' | 'other'

/** Where a store lies, as far as the machine can tell. */
export interface StorePlace {
  /** Whether other machines may reach the file; true also when nobody knows. */
  readonly network: boolean
  /** The filesystem's name where known (`ext4`, `cifs`, `unc`), for `doctor`. */
  readonly kind: string
  /** What is mounted: a device, `//server/share`, `server:/export`; empty when unknown. */
  readonly source: string
  /** The mount option or filesystem that keeps locks on this machine, so that no other one ever sees them. */
  readonly localLocks: string | null
  readonly synced: SyncClient | null
}

/** A mount as the system lists it. */
export interface Mount {
  readonly at: string
  readonly kind: string
  readonly source: string
  readonly options: readonly string[]
}

/** The innermost mount that holds `path`; a later line hides an earlier one at the same point. */
export const mountOf = (mounts: readonly Mount[], path: string): Mount | null => {
  let found: Mount | null = null
  for (const mount of mounts) {
    const inside = mount.at === '/' || path === mount.at || path.startsWith(`${mount.at}/`)
    if (inside && (found === null || mount.at.length >= found.at.length)) found = mount
  }
  return found
}
