import { dirname } from 'node:path'
import type { OutputOf } from '@shared/contract/define'
import type { CopyFile, copies } from '@shared/contract/copies'
import { nextPlanned } from '@shared/copies/schedule'
import { asInstant } from '@shared/kernel/instant'
import { type Result, ok } from '@shared/kernel/result'
import { defaultCopyFolder, isFolderReachable, listCopies } from '@main/store/copies/copy-folder'
import type { CopiesParts } from './copies-parts'
import { readCopyNotes } from './copy-notes-queries'

/** The copies that this desk can see, newest first, and when the next one is planned. */
export const copiesOverview = async (parts: CopiesParts): Promise<Result<OutputOf<(typeof copies)['overview']>>> => {
  const { store } = parts.current
  const notes = await store.read(readCopyNotes)
  if (!notes.ok) return notes
  const { settings, zone, storeId, lastCopyAt, lastFailure } = notes.value
  const { path } = store.facts
  const folder = settings.folder || defaultCopyFolder(path)
  const { secondFolder } = settings
  const found = async (where: string, place: CopyFile['place']): Promise<CopyFile[]> =>
    where === ''
      ? []
      : (await listCopies(where, { path, id: storeId }, { putAside: place === 'before_update' })).map((copy) => ({
          ...copy,
          madeAt: asInstant(copy.madeAt),
          place,
        }))
  const all = [
    ...(await found(folder, 'first')),
    ...(await found(secondFolder, 'second')),
    ...(await found(dirname(path), 'before_update')),
  ]
  return ok({
    copies: all.sort((a, b) => b.madeAt - a.madeAt),
    folder,
    secondFolder,
    reachable: {
      first: (await isFolderReachable(folder)) || settings.folder === '',
      second: secondFolder !== '' && (await isFolderReachable(secondFolder)),
    },
    lastCopyAt,
    lastFailure,
    nextAt: settings.enabled ? nextPlanned(settings.times, parts.clock.now(), zone) : null,
    running: parts.runningCopy.current?.progress ?? null,
  })
}
