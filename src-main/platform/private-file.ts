import { execFile } from 'node:child_process'
import { chmod, mkdir, open, rename, rm, writeFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { flushFolderNow } from './flush-folder-now'

export interface Rights {
  readonly platform: NodeJS.Platform
  readonly run: (program: string, args: readonly string[]) => Promise<unknown>
}

const execute = promisify(execFile)
const ownRights: Rights = { platform: process.platform, run: (program, args) => execute(program, [...args]) }

/** Windows knows no mode: what the folder hands down is taken away and the user alone put in its place. */
const restrict = async (path: string, { platform, run }: Rights): Promise<void> => {
  if (platform !== 'win32') return chmod(path, 0o600)
  const domain = process.env['USERDOMAIN']
  const user = domain === undefined ? userInfo().username : `${domain}\\${userInfo().username}`
  const icacls = join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'icacls.exe')
  await run(icacls, [path, '/inheritance:r', '/grant:r', `${user}:(F)`])
}

/** Writes a file that only this user may read, whole or not at all; nobody could read it on the way either. */
export const writePrivateFile = async (path: string, content: string, rights: Rights = ownRights): Promise<void> => {
  const part = `${path}.${process.pid}.part`
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  try {
    await writeFile(part, '', { mode: 0o600 })
    await restrict(part, rights)
    const file = await open(part, 'r+')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
    flushFolderNow(dirname(path))
  } catch (error) {
    await rm(part, { force: true })
    throw error
  }
}
