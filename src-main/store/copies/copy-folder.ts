import { readdir, rm, stat } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { attachmentFolder } from '../attachment-files'
import { copiedAt, copyName } from './copy-name'
import { manifestOf, readManifest } from './manifest'

/** Where copies lie when the office chose no folder: beside the store. */
export const defaultCopyFolder = (storePath: string): string => `${storePath}.copie`

export interface FoundCopy {
  readonly file: string
  /** Milliseconds since 1970. */
  readonly madeAt: number
  readonly bytes: number
  /** Null without a paper. */
  readonly tickets: number | null
  readonly attachments: number | null
  readonly missing: number
}

/** The attachments of every copy of one store share a folder named after it. */
export const attachmentFolderOfCopy = async (file: string): Promise<string> => {
  const manifest = await readManifest(file)
  const store = manifest?.store ?? `${basename(file).replace(/-\d{8}-\d{6}[a-z-]*\.db$/, '')}.db`
  return attachmentFolder(store)
}

/** The store whose copies are meant; its id is null where it cannot be asked. */
export interface CopiedStore {
  readonly path: string
  readonly id: string | null
}

const PLANNED = /^\d{8}-\d{6}\.db$/
/** With what was put aside under a mark before an update, a restored copy or a move. */
const WITH_PUT_ASIDE = /^\d{8}-\d{6}(?:-[a-z]+)?\.db$/

/**
 * The copies of that store in a folder, newest first; none when the folder cannot be read. A folder may be several
 * stores': of two that are called alike, each has those whose paper does not name the other.
 */
export const listCopies = async (
  folder: string,
  { path, id }: CopiedStore,
  { putAside = false } = {},
): Promise<readonly FoundCopy[]> => {
  const stem = `${basename(path, extname(path))}-`
  const rest = putAside ? WITH_PUT_ASIDE : PLANNED
  const names = await readdir(folder).catch(() => [])
  const found: FoundCopy[] = []
  for (const name of names) {
    const at = name.startsWith(stem) && rest.test(name.slice(stem.length)) ? copiedAt(name) : null
    if (at === null) continue
    const file = join(folder, name)
    const manifest = await readManifest(file)
    if (id !== null && manifest?.storeId && manifest.storeId !== id) continue
    const bytes = await stat(file).then(
      (facts) => facts.size,
      () => null,
    )
    if (bytes === null) continue
    found.push({
      file,
      madeAt: manifest?.madeAt ?? at,
      bytes,
      tickets: manifest?.rows['tickets'] ?? null,
      attachments: manifest?.attachments ?? null,
      missing: manifest?.missing ?? 0,
    })
  }
  return found.sort((a, b) => b.madeAt - a.madeAt)
}

/** The file and its paper; attachments that other copies name too stay, see sweep-copy-files.ts. */
export const removeCopy = async (file: string): Promise<void> => {
  await rm(file, { force: true })
  await rm(manifestOf(file), { force: true })
}

/** What a copy that was stopped left behind. */
export const dropUnfinished = async (folder: string, storePath: string, now: number): Promise<void> => {
  const part = `${join(folder, copyName(storePath, new Date(now)))}.part`
  for (const left of [part, `${part}-journal`]) await rm(left, { force: true })
}

/** Null where it cannot be asked: a disk that is not plugged in is not the store's. */
const diskOf = async (path: string): Promise<number | null> =>
  stat(path).then(
    ({ dev }) => dev,
    () => null,
  )

/** Whether all of these folders lie on the store's own disk; one that is not there yet will be made beside it. */
export const areOnDiskOf = async (storePath: string, folders: readonly string[]): Promise<boolean> => {
  const own = await diskOf(storePath)
  const disks = await Promise.all(
    folders.map((folder) => (folder === defaultCopyFolder(storePath) ? Promise.resolve(own) : diskOf(folder))),
  )
  return own !== null && disks.every((disk) => disk === own)
}

export const isFolderReachable = async (folder: string): Promise<boolean> =>
  stat(folder).then(
    (facts) => facts.isDirectory(),
    () => false,
  )
