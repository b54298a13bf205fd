import { hostname } from 'node:os'
import type { OutputOf } from '@shared/contract/define'
import type { copies } from '@shared/contract/copies'
import { copiesToKeep } from '@shared/copies/rotation'
import { appError } from '@shared/kernel/app-error'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { type Result, err } from '@shared/kernel/result'
import { defaultCopyFolder, dropUnfinished, listCopies, removeCopy } from '@main/store/copies/copy-folder'
import type { CopyMade, CopyReport } from '@main/store/copies/make-copy'
import { Act, SYSTEM, acting, currentAct } from '@main/store/audit/acting'
import { inThread } from '@main/store/copies/thread'
import type { CopiesParts } from './copies-parts'
import { type CopyNotes, noteCopy, noteCopyFailure, readCopyNotes } from './copy-notes-queries'

type Made = OutputOf<(typeof copies)['make']>

/** Into the settings' folders, with rotation; or into one folder that a person names, which is left as it is. */
export const makeCopy = async (parts: CopiesParts, folder?: string): Promise<Result<Made>> => {
  if (parts.runningCopy.current !== null) return err(appError('copy_running'))
  const { store } = parts.current
  const stop = new AbortController()
  const report = (progress: CopyReport): void => {
    parts.runningCopy.current = { stop: () => stop.abort(), progress }
    parts.copiesChanged()
  }
  report({ stage: 'database', done: 0, total: 1 })
  try {
    const notes = await store.read(readCopyNotes)
    if (!notes.ok) return notes
    const { settings } = notes.value
    const now = parts.clock.now()
    const { path } = store.facts
    const first = folder ?? (settings.folder || defaultCopyFolder(path))
    const made = await copyInto(path, first, now, report, stop.signal)
    if (!made.ok) return await failed(parts, made, now)
    if (folder === undefined) {
      if (settings.secondFolder !== '') {
        report({ stage: 'second', done: 0, total: 1 })
        const second = await copyInto(path, settings.secondFolder, now, () => undefined, stop.signal)
        if (!second.ok) return await failed(parts, second, now)
      }
      for (const place of [first, settings.secondFolder])
        if (place !== '' && (await rotate(place, path, notes.value)) > 0) await sweep(parts, path, place)
    }
    if (store.facts.readOnly === null) {
      const noted = await store.write((db) => noteCopy(db, now))
      if (!noted.ok) return noted
    }
    return made
  } finally {
    parts.runningCopy.current = null
    parts.copiesChanged()
  }
}

const copyInto = async (
  path: string,
  folder: string,
  now: Instant,
  report: (report: CopyReport) => void,
  signal: AbortSignal,
): Promise<Result<CopyMade>> => {
  const mayMakeFolder = folder === defaultCopyFolder(path)
  const answer = await inThread('copy', { path, folder, now, mayMakeFolder }, { report, signal })
  if (answer.ok) return answer.value
  await dropUnfinished(folder, path, now)
  return answer
}

const failed = async (parts: CopiesParts, answer: Result<CopyMade>, at: Instant): Promise<Result<Made>> => {
  const { store } = parts.current
  if (!answer.ok && answer.error.code !== 'cancelled' && store.facts.readOnly === null)
    await acting(new Act({ kind: 'event', name: 'copies.failed', actor: currentAct()?.actor ?? SYSTEM }), () =>
      store.write((db) => noteCopyFailure(db, { code: answer.error.code, at, host: hostname() })),
    )
  return answer
}

/** The copy is made and stands: what could not be swept now is swept after the next one. */
const sweep = async (parts: CopiesParts, path: string, folder: string): Promise<void> => {
  const swept = await inThread('sweep', { path, folder }).catch((error: unknown) => {
    parts.logger.bug('copies.sweep', error)
    return err(appError('internal'))
  })
  if (swept.ok) parts.logger.info('copies.swept', { attachments: swept.value })
  else parts.logger.warn('copies.notSwept', { code: swept.error.code })
}

/** How many copies were taken away. */
const rotate = async (folder: string, path: string, { settings, zone, storeId }: CopyNotes): Promise<number> => {
  const found = (await listCopies(folder, { path, id: storeId })).map((copy) => ({
    ...copy,
    madeAt: asInstant(copy.madeAt),
  }))
  const keep = copiesToKeep(found, settings, zone)
  const old = found.filter((copy) => !keep.has(copy))
  for (const copy of old) await removeCopy(copy.file)
  return old.length
}
