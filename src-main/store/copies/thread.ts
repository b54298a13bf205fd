import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { type AppError, appError } from '@shared/kernel/app-error'
import { type Result, err, ok } from '@shared/kernel/result'
import type { CopyReport } from './make-copy'
import type { FromThread, JobName, ThreadJobs } from './thread-jobs'

const BUILT = ['./copy-worker.js', '../copy-worker.js']

/** The worker beside the built program (also from inside its chunks folder), or its source when run from sources. */
const workerUrl = (from: string = import.meta.url): URL =>
  BUILT.map((path) => new URL(path, from)).find((url) => existsSync(url)) ?? new URL('./copy-worker.ts', from)

export interface ThreadOptions {
  readonly report?: (report: CopyReport) => void
  /** Ends the job; it comes back as `cancelled`. */
  readonly signal?: AbortSignal
}

/** Runs one job in a thread of its own. Rejects only for a bug. */
export const inThread = <N extends JobName>(
  name: N,
  input: ThreadJobs[N]['input'],
  { report, signal }: ThreadOptions = {},
): Promise<Result<ThreadJobs[N]['output']>> =>
  new Promise((resolve, reject) => {
    const url = workerUrl()
    const worker = new Worker(url, {
      workerData: { name, input },
      execArgv: url.pathname.endsWith('.ts') ? ['--import', 'tsx'] : [],
    })
    let answered = false
    const end = (answer: Result<ThreadJobs[N]['output']>): void => {
      answered = true
      signal?.removeEventListener('abort', cancel)
      // A copy that is being made ends before its half file is taken away.
      void worker.terminate().then(() => resolve(answer))
    }
    const refuse = (error: AppError): void => end(err(error))
    const cancel = (): void => refuse(appError('cancelled'))
    signal?.addEventListener('abort', cancel)
    if (signal?.aborted === true) return cancel()
    worker.on('message', (message: FromThread) => {
      if ('report' in message) report?.(message.report)
      else if ('done' in message) end(ok(message.done as ThreadJobs[N]['output']))
      else if ('refused' in message) refuse(message.refused)
      else reject(new Error(message.bug))
    })
    worker.on('error', reject)
    worker.on('exit', (code) => {
      if (!answered) reject(new Error(`the copies' thread stopped: ${code}`))
    })
  })
