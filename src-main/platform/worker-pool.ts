import { existsSync } from 'node:fs'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'

export interface WorkerPoolOptions {
  /** Where the built or the source worker lies; see `workerUrl`. */
  readonly workerUrl: URL
  /** Threads; one is enough to keep clicks free. */
  readonly size?: number
  /** Milliseconds that one job may take before its thread is killed. */
  readonly timeLimit?: number
  /** Megabytes of heap that one thread may use. */
  readonly memoryLimit?: number
  /** Milliseconds after which a thread without work is let go, with the memory that it grew; by default never. */
  readonly idleLimit?: number
}

/** Why a job has no answer: its thread was too slow or too large, died of it, never started, or the pool was closed. */
export type LossReason = 'time' | 'memory' | 'died' | 'not_started' | 'closed'

export class LostJob extends Error {
  override readonly name = 'LostJob'
  constructor(
    readonly reason: LossReason,
    message: string,
  ) {
    super(message)
  }
}

/** Jobs for threads: one at a time each, in the order in which they came. */
export interface WorkerPool<In, Out> {
  /** Rejects only with a `LostJob`. */
  run(job: In): Promise<Out>
  close(): Promise<void>
}

const PIECE_BYTES = 1024 * 1024

type FromThread<Out> = { readonly ready: true } | { readonly id: number; readonly answer: Out }

interface Job<In, Out> {
  readonly input: In
  readonly done: (answer: Out) => void
  readonly failed: (error: LostJob) => void
}

interface Thread<In, Out> {
  readonly worker: Worker
  /** False until it has loaded: a thread that dies before that says nothing about the job it was given. */
  ready: boolean
  job: Job<In, Out> | null
  jobId: number
  timer: NodeJS.Timeout | undefined
}

const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

/** The worker beside the built program (also from inside its chunks folder), or its source when run from sources. */
export const workerUrl = (name: string, from: string): URL =>
  [`./${name}.js`, `../${name}.js`].map((path) => new URL(path, from)).find((url) => existsSync(url)) ??
  new URL(`./${name}.ts`, from)

/**
 * Threads that begin with the first job. The worker posts `{ready: true}` once, then `{id, answer}` for each `{id, input}`.
 * Bytes come to it in pieces, `{id, size, at, piece}`. What takes too long or too much costs its thread, which is replaced.
 */
export const openWorkerPool = <In, Out>(options: WorkerPoolOptions): WorkerPool<In, Out> => {
  const { workerUrl: url, size = 1, timeLimit = 30_000, memoryLimit = 512, idleLimit } = options
  const waiting: Job<In, Out>[] = []
  const threads = new Set<Thread<In, Out>>()
  let closed = false
  let lastId = 0

  const lose = (thread: Thread<In, Out>, why: LossReason, reason: string): void => {
    if (!threads.delete(thread)) return
    clearTimeout(thread.timer)
    void thread.worker.terminate()
    const { job } = thread
    thread.job = null
    const told = closed ? 'closed' : thread.ready ? why : 'not_started'
    job?.failed(new LostJob(told, `a thread stopped: ${reason}`))
    pump()
  }

  const rest = (thread: Thread<In, Out>): void => {
    thread.worker.unref()
    if (idleLimit === undefined) return
    thread.timer = setTimeout(() => lose(thread, 'closed', 'idle'), idleLimit)
    thread.timer.unref()
  }

  const hear = (thread: Thread<In, Out>, message: FromThread<Out>): void => {
    if ('ready' in message) {
      thread.ready = true
      return
    }
    if (message.id !== thread.jobId || thread.job === null) return
    const { job } = thread
    clearTimeout(thread.timer)
    thread.job = null
    rest(thread)
    job.done(message.answer)
    pump()
  }

  const start = (): Thread<In, Out> => {
    const worker = new Worker(url, {
      resourceLimits: { maxOldGenerationSizeMb: memoryLimit },
      // From sources the loader must understand TypeScript and the aliases; the built file needs nothing.
      execArgv: url.pathname.endsWith('.ts') ? ['--import', 'tsx'] : [],
    })
    const thread: Thread<In, Out> = { worker, ready: false, job: null, jobId: 0, timer: undefined }
    worker.on('message', (message: FromThread<Out>) => hear(thread, message))
    worker.on('error', (error) => lose(thread, isOutOfMemory(error) ? 'memory' : 'died', error.message))
    worker.on('exit', (code) => lose(thread, 'died', `exit ${code}`))
    threads.add(thread)
    return thread
  }

  /** Piece by piece: to copy a mail of 25 MB at once would keep a click waiting for a tenth of a second and more. */
  const handOver = async (thread: Thread<In, Out>, id: number, raw: Uint8Array): Promise<void> => {
    const size = raw.byteLength
    for (let at = 0; at === 0 || at < size; at += PIECE_BYTES) {
      if (at > 0) await nextTurn()
      // Lost meanwhile, or given up: nobody waits for the rest.
      if (thread.job === null || thread.jobId !== id) return
      const piece = new Uint8Array(raw.subarray(at, at + PIECE_BYTES))
      thread.worker.postMessage({ id, size, at, piece }, [piece.buffer])
    }
  }

  const run = (thread: Thread<In, Out>, job: Job<In, Out>): void => {
    lastId += 1
    clearTimeout(thread.timer)
    thread.job = job
    thread.jobId = lastId
    thread.timer = setTimeout(() => lose(thread, 'time', 'time limit'), timeLimit)
    thread.worker.ref()
    if (job.input instanceof Uint8Array) void handOver(thread, lastId, job.input)
    else thread.worker.postMessage({ id: lastId, input: job.input })
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
    run: (input) =>
      new Promise((done, failed) => {
        if (closed) return failed(new LostJob('closed', 'the threads are closed'))
        waiting.push({ input, done, failed })
        pump()
      }),
    close: async () => {
      closed = true
      for (const job of waiting.splice(0)) job.failed(new LostJob('closed', 'the threads were closed'))
      const running = [...threads]
      for (const thread of running) lose(thread, 'closed', 'closed')
      await Promise.all(running.map(({ worker }) => worker.terminate()))
    },
  }
}
