import { rm } from 'node:fs/promises'

/** Takes back a store that this process has just made and could not finish; attachments beside it are not its own. */
export const removeStore = async (path: string): Promise<void> => {
  for (const end of ['', '-wal', '-shm', '-journal']) await rm(`${path}${end}`, { force: true })
}
