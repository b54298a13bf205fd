import { parentPort } from 'node:worker_threads'
import { Refusal, appError } from '@shared/kernel/app-error'
import { err, ok } from '@shared/kernel/result'
import { redrawPicture, scalePicture } from './draw-picture'
import { openPicture } from './open-picture'
import type { PhotoAnswer, PhotoJob } from './photo-work'
import { readFacts } from './read-facts'

const work = async (job: PhotoJob) => {
  const picture = await openPicture(job.path)
  switch (job.what) {
    case 'facts':
      return readFacts(picture)
    case 'scale':
      return scalePicture(picture, job.edges)
    case 'redraw':
      return redrawPicture(picture, job.boxes)
  }
}

/** Whatever a stranger's file makes a decoder say: it could not be read, or it took too long. */
const refused = (error: unknown): PhotoAnswer => {
  if (error instanceof Refusal) return err(error.error)
  const code = error instanceof Error && 'code' in error && error.code === 'ENOENT' ? 'attachment_missing' : null
  if (code !== null) return err(appError(code))
  const isLate = error instanceof Error && /timeout/i.test(error.message)
  return err(appError(isLate ? 'photo_over_limit' : 'photo_unreadable'))
}

/** One picture at a time: `{id, input}` in, `{id, answer}` out. What is drawn is copied: sharp's memory cannot be moved. */
parentPort?.on('message', ({ id, input }: { id: number; input: PhotoJob }) => {
  void work(input)
    .then<PhotoAnswer, PhotoAnswer>((value) => ok(value), refused)
    .then((answer) => parentPort?.postMessage({ id, answer }))
})
parentPort?.postMessage({ ready: true })
