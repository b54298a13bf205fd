import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { appError } from '@shared/kernel/app-error'
import { rememberBlob } from '@main/features/tickets/attach-files'
import { CommandRefused } from './output'
import { type Session, unwrap } from './with-engine'

/** Bytes: a region's addresses and a chat of years with its pictures are a tenth of it. */
const LARGEST_FILE = 4_000_000_000

/** Puts a file of this machine into the store's folder, as the stream door does for a page; answers its hash. */
export const putFile = async ({ engine }: Session, path: string): Promise<string> => {
  const found = await stat(path).catch(() => null)
  if (found?.isFile() !== true)
    throw new CommandRefused(appError('file_unreadable', { details: { file: basename(path) } }))
  const { files, store } = engine.current
  const stored = unwrap(await files.putStream(createReadStream(path), LARGEST_FILE))
  const blob = { ...stored, type: 'application/octet-stream', at: engine.clock.now() }
  unwrap(await store.write((db) => rememberBlob(db, blob)))
  return stored.sha256
}
