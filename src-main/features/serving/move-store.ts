import { existsSync } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { serving } from '@shared/contract/serving'
import { type AppError, appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { Caller } from '@main/platform/caller'
import { makeFolder } from '@main/platform/make-folder'
import { tryDisk } from '@main/store/ask-disk'
import { inThread } from '@main/store/copies/thread'
import { storeError } from '@main/store/errors'
import { freezeFile, thawFile } from '@main/store/moved/freeze-store'
import { type MovedNote, readMovedNote, removeMovedNote, writeMovedNote } from '@main/store/moved/moved-note'
import { copyName } from '@main/store/copies/copy-name'
import { detectPlace } from '@main/store/place/detect-place'
import { inTurn, openAndUse, withStoreClosed } from '../desk/choose-store'
import { startServing } from './serve-store'
import type { ServingParts } from './serving-parts'

type Move = InputOf<(typeof serving)['move']>
type Moved = OutputOf<(typeof serving)['move']>

/**
 * The store from a share to this machine's disk, served from then on; or from here to a share, served no more. First
 * every desk's writes are stopped, then the file is copied and compared, and only when the copy is whole does the old
 * file say for good where it went. Whatever fails before, the old store is opened again as it was.
 */
export const moveStore = (parts: ServingParts, caller: Caller, { path, serve }: Move): Promise<Result<Moved>> =>
  inTurn(parts, caller, async () => {
    const { store } = parts.current
    const from = store.facts.path
    const servedAt = parts.desk.serving
    const wasWritable = store.facts.readOnly === null
    const to = resolve(path)
    const refused = placeRefused(to, serve !== null)
    if (refused !== null) return err(refused)
    const note: MovedNote = {
      state: 'moving',
      at: parts.clock.now(),
      to: serve === null ? { kind: 'file', path: to } : { kind: 'served', ...(await servedAs(parts, serve)) },
    }
    const room = await makeRoom(to, parts.clock.now())
    if (room === null) return err(appError('store_exists'))
    // Desks that work through this one are told while their line still stands: they open the file there themselves.
    if (serve === null) parts.serving.tellMoved(to)
    await parts.storeChanging()
    const moved = await bringOver(parts, { from, to, wasWritable, note, serve }).catch((error: unknown) => {
      // Whatever went wrong, nobody may be left with a store that takes nothing any more.
      parts.logger.bug('the store was not moved', error)
      return err(appError('internal'))
    })
    const opened = moved.ok ? await openAndUse(parts, caller, to) : moved
    if (!moved.ok || !opened.ok) {
      await withStoreClosed(parts, caller, from, async () => {
        if (moved.ok) await rm(to, { force: true })
        removeMovedNote(from)
        if (wasWritable) thawFile(from)
        await room.undo()
        return ok(undefined)
      })
      return moved.ok ? err(opened.ok ? appError('internal') : opened.error) : moved
    }
    if (serve === null && servedAt !== null) await forwardTo(parts, servedAt, to)
    else await servesNoMore(parts)
    if (serve !== null) {
      const served = await startServing(parts, serve)
      if (served.ok)
        writeMovedNote(from, { ...note, state: 'moved', to: { kind: 'served', ...(await servedAs(parts, serve)) } })
    }
    return ok({ store: to, ...moved.value })
  })

/** A desk that is switched off now still has this one's address: for as long as it listens there it is told. */
const forwardTo = async (
  parts: ServingParts,
  { address, port }: { readonly address: string; readonly port: number },
  path: string,
): Promise<void> => {
  parts.desk.serves({ address, port, movedTo: path })
  await parts.serving.forward({ address, port }, path)
}

const servesNoMore = async (parts: ServingParts): Promise<void> => {
  parts.desk.serves(null)
  await parts.serving.stop()
}

interface Bringing {
  readonly from: string
  readonly to: string
  readonly wasWritable: boolean
  readonly note: MovedNote
  readonly serve: Move['serve']
}

/** Stops every desk's writes, copies, compares, and says for good where the store went. */
const bringOver = async (
  parts: ServingParts,
  { from, to, wasWritable, note, serve }: Bringing,
): Promise<Result<Omit<Moved, 'store'>>> => {
  // What nobody may write needs no freezing: a share whose locks do not hold.
  if (wasWritable) {
    const stopped = await stopWriting(parts)
    if (!stopped.ok) return stopped
  }
  try {
    writeMovedNote(from, note)
  } catch {
    // Without a note the other desks would not know where to go, and might go on beside.
    return err(appError('folder_unwritable'))
  }
  const done = await inThread('relocate', { from, to, mode: serve === null ? 'shared' : 'local' })
  const made = done.ok ? done.value : done
  if (!made.ok) return made
  // Somebody took this for a move that was broken off, and works on in the old file.
  if (readMovedNote(from)?.state !== 'moving') {
    await rm(to, { force: true })
    return err(appError('store_busy'))
  }
  writeMovedNote(from, { ...note, state: 'moved' })
  return made
}

/** Who moved it is the last line of the store's own audit; then nobody writes any more. */
const stopWriting = async ({ current, clock, logger }: ServingParts): Promise<Result<void>> => {
  const { store } = current
  const row = { key: 'moved_at', value: String(clock.now()) }
  const noted = await store.write(async (db) => {
    await db
      .insertInto('meta')
      .values(row)
      .onConflict((conflict) => conflict.column('key').doUpdateSet(row))
      .execute()
  })
  if (!noted.ok) return noted
  try {
    freezeFile(store.facts.path)
    return ok(undefined)
  } catch (error) {
    const known = storeError(error)
    if (known === null) logger.bug('the store was not frozen', error)
    return err(known ?? appError('internal'))
  }
}

/** A store that was moved away from `to` is put aside under a dated name; null where a living store lies. */
const makeRoom = async (to: string, now: number): Promise<{ undo(): Promise<void> } | null> => {
  const old = readMovedNote(to)
  if (!existsSync(to)) return { undo: () => Promise.resolve() }
  if (old?.state !== 'moved') return null
  const aside = resolve(dirname(to), copyName(to, new Date(now), '-spostato'))
  await rename(to, aside)
  removeMovedNote(to)
  return {
    undo: async () => {
      await rename(aside, to)
      writeMovedNote(to, old)
    },
  }
}

/** A move that was broken off (the machine lost its power): the new file was never used, so the old one may go on. */
export const takeBack = (parts: ServingParts, caller: Caller): Promise<Result<Record<string, never>>> =>
  inTurn(parts, caller, async () => {
    const { path } = parts.current.store.facts
    if (readMovedNote(path)?.state !== 'moving') return err(appError('store_moved'))
    const opened = await withStoreClosed(parts, caller, path, () => {
      thawFile(path)
      removeMovedNote(path)
      return Promise.resolve(ok({}))
    })
    return opened.ok ? ok({}) : opened
  })

const placeRefused = (to: string, isServed: boolean): AppError | null => {
  try {
    makeFolder(dirname(to))
    // Served from a share it would lie where it came from.
    if (isServed && detectPlace(to).network) return appError('not_on_this_disk')
    // Before anybody's writes are stopped for nothing.
    const trouble = tryDisk(to)
    return trouble === null ? null : (storeError(trouble) ?? appError('folder_unreadable'))
  } catch {
    return appError('folder_unwritable')
  }
}

const servedAs = async (parts: ServingParts, serve: { readonly address: string; readonly port: number }) => {
  const { name, fingerprint, port } = await parts.serving.status()
  return { name, address: serve.address, port: port || serve.port, fingerprint: fingerprint ?? '' }
}
