import { open } from 'node:fs/promises'

/** Until the disk says that it has the file's content. */
export const flushFile = async (file: string): Promise<void> => {
  const handle = await open(file, 'r+')
  await handle.sync().finally(() => handle.close())
}

/**
 * Until the disk has the names in a folder: a file's own flush promises its content, not that it is found after a power
 * cut. Windows cannot open a folder; there the rename itself is enough.
 */
export const flushFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r').catch(() => null)
  await handle?.sync().catch(() => undefined)
  await handle?.close()
}
