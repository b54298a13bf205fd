import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import type { ParsedMail } from '@shared/mail/parsed-mail'
import type { MailParser } from './mail-parser'
import { parseHeadOnly, type UnreadMail } from './parse-mail'

interface PoolOptions {
  /** Where the built or the source worker lies; see `parseWorkerUrl`. */
  readonly workerUrl: URL
  /** Threads; one is enough to keep clicks free, a second helps a first synchronisation. */
  readonly size?: number
  /** Milliseconds that one mail may take before its thread is killed. */
  readonly timeLimit?: number
  /** Megabytes of heap that one thread may use. */
  readonly memoryLimit?: number
}

type FromThread = { readonly ready: true } | { readonly id: number; readonly mail: ParsedMail }

interface Job {
  readonly raw: Uint8Array
  readonly done: (mail: ParsedMail) => void
  readonly failed: (error: Error) => void
}

interface Thread {
  readonly worker: Worker
  /** False until it has loaded: a thread that dies before that says nothing about the mail it was given. */
  ready: boolean
  job: Job | null
  jobId: number
  timer: NodeJS.Timeout | undefined
}

const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

const BUILT = ['./parse-worker.js', '../parse-worker.js']

/** The worker beside the built program (also from inside its chunks folder), or its source when run from sources. */
export const parseWorkerUrl = (from: string = import.meta.url): URL =>
  BUILT.map((path) => new URL(path, from)).find((url) => existsSync(url)) ?? new URL('./parse-worker.ts', from)

/**
 * Parses mail in worker threads. A mail that takes too long or too much memory costs its thread, which is replaced; it
 * comes back as `mail_over_limit` with what its headers tell. Rejects only when closed or when no thread can be started.
 */
export const openParsePool = (options: PoolOptions): MailParser => {
  const { workerUrl, size = 1, timeLimit = 30_000, memoryLimit = 512 } = options
  const waiting: Job[] = []
  const threads = new Set<Thread>()
  let closed = false
  let lastId = 0

  const lose = (thread: Thread, reason: string, what: UnreadMail = 'mail_unparsable'): void => {
    if (!threads.delete(thread)) return
    clearTimeout(thread.timer)
    void thread.worker.terminate()
    const { job } = thread
    thread.job = null
    if (job !== null) {
      if (closed || !thread.ready) job.failed(new Error(`the mail parser's thread stopped: ${reason}`))
      else parseHeadOnly(job.raw, what).then(job.done, job.failed)
    }
    pump()
  }

  const hear = (thread: Thread, message: FromThread): void => {
    if ('ready' in message) {
      thread.ready = true
      return
    }
    if (message.id !== thread.jobId || thread.job === null) return
    const { job } = thread
    clearTimeout(thread.timer)
    thread.job = null
    thread.worker.unref()
    job.done(message.mail)
    pump()
  }

  const start = (): Thread => {
    const worker = new Worker(workerUrl, {
      resourceLimits: { maxOldGenerationSizeMb: memoryLimit },
      // From sources the loader must understand TypeScript and the aliases; the built file needs nothing.
      execArgv: workerUrl.pathname.endsWith('.ts') ? ['--import', 'tsx'] : [],
    })
    const thread: Thread = { worker, ready: false, job: null, jobId: 0, timer: undefined }
    worker.on('message', (message: FromThread) => hear(thread, message))
    worker.on('error', (error) =>
      // Out of memory is told as an error with this code.
      lose(thread, error.message, isOutOfMemory(error) ? 'mail_over_limit' : 'mail_unparsable'),
    )
    worker.on('exit', (code) => lose(thread, `exit ${code}`))
    threads.add(thread)
    return thread
  }

  const run = (thread: Thread, job: Job): void => {
    lastId += 1
    thread.job = job
    thread.jobId = lastId
    thread.timer = setTimeout(() => lose(thread, 'time limit', 'mail_over_limit'), timeLimit)
    thread.worker.ref()
    thread.worker.postMessage({ id: lastId, raw: job.raw })
  }

  const pump = (): void => {
    while (waiting.length > 0 && !closed) {
      const thread = [...threads].find(({ job }) => job === null) ?? (threads.size < size ? start() : undefined)
      const job = thread === undefined ? undefined : waiting.shift()
      if (thread === undefined || job === undefined) return
      run(thread, job)
    }
  }

  return {
    parse: (raw) =>
      new Promise((done, failed) => {
        if (closed) return failed(new Error('the mail parser is closed'))
        waiting.push({ raw, done, failed })
        pump()
      }),
    close: async () => {
      closed = true
      for (const job of waiting.splice(0)) job.failed(new Error('the mail parser was closed'))
      const running = [...threads]
      for (const thread of running) lose(thread, 'closed')
      await Promise.all(running.map(({ worker }) => worker.terminate()))
    },
  }
}
