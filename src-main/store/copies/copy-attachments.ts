import { copyFile, rm } from 'node:fs/promises'
import type { AttachmentFiles } from '../attachment-files'
import { flushFile } from '../flush'
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
  for (const [index, file] of named.entries()) {
    if (index % 50 === 0) report(index, named.length)
    if ((await to.size(file.sha256)) === file.size) continue
    if (!(await bring(from.pathOf(file.sha256), to, file))) missing += 1
  }
  report(named.length, named.length)
  return missing
}

const bring = async (source: string, to: AttachmentFiles, { sha256, size }: Named): Promise<boolean> => {
  const target = await to.placeFor(sha256)
  const part = `${target}.part`
  try {
    await copyFile(source, part)
    if ((await sha256Of(part)) !== sha256) {
      await rm(part, { force: true })
      return false
    }
    await flushFile(part)
    await to.settle(part, target, size)
    return true
  } catch (error) {
    await rm(part, { force: true })
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
