import { dirname, resolve } from 'node:path'
import type { OutputOf } from '@shared/contract/define'
import type { CopyFile, copies } from '@shared/contract/copies'
import { nextPlanned } from '@shared/copies/schedule'
import { asInstant } from '@shared/kernel/instant'
import { appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import {
  type CopiedStore,
  areOnDiskOf,
  defaultCopyFolder,
  isFolderReachable,
  listCopies,
} from '@main/store/copies/copy-folder'
import type { CopiesParts } from './copies-parts'
import { readCopyNotes } from './copy-notes-queries'

const copiesIn = async (folder: string, place: CopyFile['place'], of: CopiedStore): Promise<CopyFile[]> =>
  (await listCopies(folder, of, { putAside: place === 'before_update' })).map((copy) => ({
    ...copy,
    madeAt: asInstant(copy.madeAt),
    place,
  }))

/** What a restored copy put aside: as damaged, mostly, as what is to be replaced now. */
const REPLACED = '-sostituito.db'

const newestFirst = (found: readonly CopyFile[]): CopyFile[] => found.toSorted((a, b) => b.madeAt - a.madeAt)

/** What can be found of a store that does not open, for whoever puts a copy in its place. */
export const copiesNearby = async (
  parts: CopiesParts,
  target: string,
): Promise<Result<OutputOf<(typeof copies)['nearby']>>> => {
  if (!parts.config.mayChooseStore || parts.current.opened !== null) return err(appError('forbidden'))
  const of = { path: resolve(target), id: null }
  const first = await copiesIn(defaultCopyFolder(of.path), 'first', of)
  const beside = await copiesIn(dirname(of.path), 'before_update', of)
  return ok({ copies: newestFirst([...first, ...beside].filter(({ file }) => !file.endsWith(REPLACED))) })
}

/** The copies that this desk can see, newest first, and when the next one is planned. */
export const copiesOverview = async (parts: CopiesParts): Promise<Result<OutputOf<(typeof copies)['overview']>>> => {
  const { store } = parts.current
  const notes = await store.read(readCopyNotes)
  if (!notes.ok) return notes
  const { settings, zone, storeId, lastCopyAt, lastFailure } = notes.value
  const { path } = store.facts
  const folder = settings.folder || defaultCopyFolder(path)
  const { secondFolder } = settings
  const of = { path, id: storeId }
  const all = [
    ...(await copiesIn(folder, 'first', of)),
    ...(secondFolder === '' ? [] : await copiesIn(secondFolder, 'second', of)),
    ...(await copiesIn(dirname(path), 'before_update', of)),
  ]
  return ok({
    copies: newestFirst(all),
    folder,
    secondFolder,
    reachable: {
      first: (await isFolderReachable(folder)) || settings.folder === '',
      second: secondFolder !== '' && (await isFolderReachable(secondFolder)),
    },
    besideStore: await areOnDiskOf(path, [folder, ...(secondFolder === '' ? [] : [secondFolder])]),
    lastCopyAt,
    lastFailure,
    nextAt: settings.enabled ? nextPlanned(settings.times, parts.clock.now(), zone) : null,
    running: parts.runningCopy.current?.progress ?? null,
  })
}
