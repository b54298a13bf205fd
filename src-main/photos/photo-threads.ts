import { appError } from '@shared/kernel/app-error'
import { type Result, err } from '@shared/kernel/result'
import type { BlackBox, PhotoFacts } from '@shared/photos/photo-facts'
import { LostJob, type WorkerPoolOptions, openWorkerPool, workerUrl } from '@main/platform/worker-pool'
import type { DrawnPicture, PhotoAnswer, PhotoJob } from './photo-work'

export const photoWorkerUrl = (from: string = import.meta.url): URL => workerUrl('photo-worker', from)

/** Reads and draws photos in threads of their own, by files that lie on a disk. Refusals as of `openPicture`. */
export interface PhotoThreads {
  facts(path: string): Promise<Result<PhotoFacts>>
  /** JPEGs of at most so many pixels, the largest first, upright, with nothing in them but the picture. */
  scaled(path: string, edges: readonly number[]): Promise<Result<readonly DrawnPicture[]>>
  /** The whole picture anew, with black boxes, upright, with nothing in it but the picture. */
  redrawn(path: string, boxes: readonly BlackBox[]): Promise<Result<DrawnPicture>>
  close(): Promise<void>
}

/** A pause after which what a large photo grew is given back. */
const IDLE_MS = 60_000

/**
 * Two pools: a large photo that somebody waits for does not stand behind forty small pictures of a list, nor they
 * behind it. A photo that takes too long or too much costs its thread and comes back as `photo_over_limit`.
 */
export const openPhotoThreads = (options: Partial<WorkerPoolOptions> = {}): PhotoThreads => {
  const all = { workerUrl: photoWorkerUrl(), timeLimit: 60_000, memoryLimit: 512, idleLimit: IDLE_MS, ...options }
  const quick = openWorkerPool<PhotoJob, PhotoAnswer>(all)
  const slow = openWorkerPool<PhotoJob, PhotoAnswer>(all)
  const ask = async (job: PhotoJob): Promise<PhotoAnswer> => {
    const pool = job.what === 'redraw' ? slow : quick
    try {
      return await pool.run(job)
    } catch (error) {
      if (!(error instanceof LostJob) || error.reason === 'closed' || error.reason === 'not_started') throw error
      return err(appError(error.reason === 'died' ? 'photo_unreadable' : 'photo_over_limit'))
    }
  }
  return {
    facts: async (path) => (await ask({ what: 'facts', path })) as Result<PhotoFacts>,
    scaled: async (path, edges) => (await ask({ what: 'scale', path, edges })) as Result<readonly DrawnPicture[]>,
    redrawn: async (path, boxes) => (await ask({ what: 'redraw', path, boxes })) as Result<DrawnPicture>,
    close: async () => {
      await Promise.all([quick.close(), slow.close()])
    },
  }
}
