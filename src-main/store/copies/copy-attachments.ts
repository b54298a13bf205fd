import { copyFile, mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { AttachmentFiles } from '../attachment-files'
import { sha256Of } from './file-digest'

export interface Named {
  readonly sha256: string
  readonly size: number
}

/**
 * Brings the named attachments from one folder to another, those that are there already left alone. Each new one is
 * read back and compared with its name before it counts. Resolves with how many were not to be had.
 */
export const copyAttachments = async (
  from: AttachmentFiles,
  to: AttachmentFiles,
  named: readonly Named[],
  report: (done: number, total: number) => void = () => undefined,
): Promise<number> => {
  let missing = 0
  for (const [index, { sha256, size }] of named.entries()) {
    if (index % 50 === 0) report(index, named.length)
    if ((await to.size(sha256)) === size) continue
    if (!(await bring(from.pathOf(sha256), to.pathOf(sha256), sha256))) missing += 1
  }
  report(named.length, named.length)
  return missing
}

const bring = async (source: string, target: string, sha256: string): Promise<boolean> => {
  const part = `${target}.part`
  await mkdir(dirname(target), { recursive: true })
  try {
    await copyFile(source, part)
  } catch (error) {
    await rm(part, { force: true })
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
  if ((await sha256Of(part)) !== sha256) {
    await rm(part, { force: true })
    return false
  }
  await rename(part, target)
  return true
}
