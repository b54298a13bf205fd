import type { SyncClient } from './store-place'

/** What the machine knows of sync clients; every part may be empty. */
export interface SyncFacts {
  /** The store's folder and those above it, the innermost first, with the names that lie in each. */
  readonly folders: readonly { readonly path: string; readonly names: readonly string[] }[]
  /** Folders that clients name in their own configuration. */
  readonly roots: readonly { readonly path: string; readonly client: SyncClient }[]
}

const BY_NAME: readonly (readonly [RegExp, SyncClient])[] = [
  [/^dropbox( \(.*\))?$/i, 'dropbox'],
  [/^onedrive( ?- ?.+)?$/i, 'onedrive'],
  [/^(google ?drive|googledrive-.+|drivefs)$/i, 'google_drive'],
  [/^(iclouddrive|icloud drive|mobile documents|com~apple~clouddocs)$/i, 'icloud'],
  [/^(nextcloud|owncloud)\d*$/i, 'nextcloud'],
  [/^(megasync|pcloud ?drive|box sync|syncthing|tresorit|seafile)$/i, 'other'],
]

/** Files that a client leaves in the folders that it keeps. */
const BY_MARKER: readonly (readonly [RegExp, SyncClient])[] = [
  // Not `.dropbox`: that is also the name of its configuration in every home folder.
  [/^\.dropbox\.cache$/, 'dropbox'],
  [/^\.849C9593-D756-4E56-8D6E-42412F2A707B$/i, 'onedrive'],
  [/^\.(tmp\.drive(up|down)load|shortcut-targets-by-id)$/, 'google_drive'],
  [/^(\.nextcloudsync\.log|\.owncloudsync\.log|\.?_?\.?sync_[0-9a-f]+\.db|\.sync-exclude\.lst)$/, 'nextcloud'],
  [/^(\.stfolder|\.stignore|\.megaignore)$/, 'other'],
]

const isInside = (path: string, root: string): boolean => {
  const fold = (text: string): string => text.replaceAll('\\', '/').replace(/\/+$/, '').toLowerCase()
  return fold(path) === fold(root) || fold(path).startsWith(`${fold(root)}/`)
}

/** Which client copies this folder to the cloud: by configuration, by marker files, by the folders' names. */
export const syncClientOf = ({ folders, roots }: SyncFacts): SyncClient | null => {
  const [innermost] = folders
  if (innermost === undefined) return null
  const root = roots.find(({ path }) => path !== '' && isInside(innermost.path, path))
  if (root !== undefined) return root.client
  for (const { path, names } of folders) {
    for (const [marker, client] of BY_MARKER) if (names.some((name) => marker.test(name))) return client
    const last =
      path
        .replaceAll('\\', '/')
        .split('/')
        .findLast((part) => part !== '') ?? ''
    for (const [name, client] of BY_NAME) if (name.test(last)) return client
  }
  return null
}

/** `~/.dropbox/info.json`: an entry for each account, each with its folder. */
export const dropboxRoots = (text: string): string[] => {
  try {
    const accounts: unknown = JSON.parse(text)
    if (typeof accounts !== 'object' || accounts === null) return []
    return Object.values(accounts).flatMap((account: unknown) =>
      typeof account === 'object' && account !== null && 'path' in account && typeof account.path === 'string'
        ? [account.path]
        : [],
    )
  } catch {
    return []
  }
}

/** `nextcloud.cfg`: lines such as `0\Folders\1\localPath=/srv/nuvola/`. */
export const nextcloudRoots = (text: string): string[] =>
  [...text.matchAll(/localPath=(.+)$/gm)].map(([, path = '']) => path.trim())
