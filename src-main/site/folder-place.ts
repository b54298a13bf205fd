import { randomBytes } from 'node:crypto'
import { mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { appError } from '@shared/kernel/app-error'
import { type SitePlace, SitePlaceError } from '@main/platform/site-place'

const failure = (error: unknown): SitePlaceError => {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT') return new SitePlaceError(appError('disk_full'))
  return new SitePlaceError(appError('site_folder_unwritable', { details: { reason: code } }))
}

const guarded = async <T>(body: () => Promise<T>): Promise<T> => {
  try {
    return await body()
  } catch (error) {
    throw failure(error)
  }
}

/**
 * A folder that a web server serves. It must be there: a share that is not mounted must not be taken for an empty site.
 * Each file is written beside its place and renamed into it.
 */
export const folderPlace = (root: string): Promise<SitePlace> =>
  guarded(async () => {
    if (!(await stat(root)).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' })
    return {
      write: (path, bytes) =>
        guarded(async () => {
          const target = join(root, path)
          await mkdir(dirname(target), { recursive: true })
          const part = join(dirname(target), `.part-${randomBytes(6).toString('hex')}`)
          try {
            const file = await open(part, 'wx', 0o644)
            try {
              await file.writeFile(bytes)
              await file.sync()
            } finally {
              await file.close()
            }
            await rename(part, target)
          } catch (error) {
            await rm(part, { force: true })
            throw error
          }
        }),
      remove: (path) => guarded(() => rm(join(root, path), { force: true })),
      close: () => Promise.resolve(),
    }
  })
