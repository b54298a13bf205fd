import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { app, shell } from 'electron'

const shown = new Set<string>()

/** Gone with the desk: a crew's paper holds names and numbers. Windows keeps a file that a viewer still has open. */
const clear = (): void => {
  for (const folder of shown) rmSync(folder, { recursive: true, force: true, maxRetries: 1 })
}

/** A file for the machine's own PDF program, which prints better than any dialog of ours. False where there is none. */
export const openPdf = async (name: string, bytes: Uint8Array): Promise<boolean> => {
  if (shown.size === 0) app.once('will-quit', clear)
  const folder = await mkdtemp(join(tmpdir(), 'cantoniere-'))
  shown.add(folder)
  const path = join(folder, name.endsWith('.pdf') ? name : `${name}.pdf`)
  await writeFile(path, bytes, { mode: 0o600 })
  return (await shell.openPath(path)) === ''
}
