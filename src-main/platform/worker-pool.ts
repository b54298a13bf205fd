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
  /**
   * Jobs of bytes that a thread is given besides the one it works on (by default none), so that it does not stand still
   * while the desk's own thread writes. The worker must take them in their order, one after the other.
   */
  readonly ahead?: number
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
/** What a thread may be given ahead in all: large ones are few, and each of them is a copy. */
const AHEAD_BYTES = 8 * PIECE_BYTES

type FromThread<Out> = { readonly ready: true } | { readonly id: number; readonly answer: Out }

interface Job<In, Out> {
  readonly id: number
  readonly input: In
  readonly done: (answer: Out) => void
  readonly failed: (error: LostJob) => void
}

interface Thread<In, Out> {
  readonly worker: Worker
  /** False until it has loaded: a thread that dies before that says nothing about the job it was given. */
  ready: boolean
  /** The one it works on, then what it was given ahead. */
  jobs: readonly Job<In, Out>[]
  /** A large one is on its way there: no other may come between its pieces. */
  handing: boolean
  /** What an error of its code said; the thread's end, which follows, tells whose fault it was. */
  error: Error | null
  timer: NodeJS.Timeout | undefined
}

const isOutOfMemory = (error: Error): boolean => 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'

const bytesOf = (input: unknown): number => (input instanceof Uint8Array ? input.byteLength : 0)

/** The worker beside the built program (also from inside its chunks folder), or its source when run from sources. */
export const workerUrl = (name: string, from: string): URL =>
  [`./${name}.js`, `../${name}.js`].map((path) => new URL(path, from)).find((url) => existsSync(url)) ??
  new URL(`./${name}.ts`, from)

/**
 * Threads that begin with the first job. The worker posts `{ready: true}` once, then `{id, answer}` for each `{id, input}`.
 * Bytes come to it in pieces, `{id, size, at, piece}`. What takes too long or too much costs its thread, which is replaced;
 * what that thread was given ahead goes to the next one.
 */
export const openWorkerPool = <In, Out>(options: WorkerPoolOptions): WorkerPool<In, Out> => {
  const { workerUrl: url, size = 1, timeLimit = 30_000, memoryLimit = 512, idleLimit, ahead = 0 } = options
  const waiting: Job<In, Out>[] = []
  const threads = new Set<Thread<In, Out>>()
  let closed = false
  let lastId = 0

  const lose = (thread: Thread<In, Out>, why: LossReason, reason: string): void => {
    if (!threads.delete(thread)) return
    clearTimeout(thread.timer)
    void thread.worker.terminate()
    const [current, ...others] = thread.jobs
    thread.jobs = []
    waiting.unshift(...others)
    const told = closed ? 'closed' : thread.ready ? why : 'not_started'
    current?.failed(new LostJob(told, `a thread stopped: ${reason}`))
    pump()
  }

  /** The clock of the job that it works on now, or of its rest. */
  const wind = (thread: Thread<In, Out>): void => {
    clearTimeout(thread.timer)
    if (thread.jobs.length > 0) {
      thread.worker.ref()
      thread.timer = setTimeout(() => lose(thread, 'time', 'time limit'), timeLimit)
      return
    }
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
    const [current, ...others] = thread.jobs
    if (current === undefined || message.id !== current.id) return
    thread.jobs = others
    wind(thread)
    current.done(message.answer)
    pump()
  }

  const start = (): Thread<In, Out> => {
    const worker = new Worker(url, {
      resourceLimits: { maxOldGenerationSizeMb: memoryLimit },
      // From sources the loader must understand TypeScript and the aliases; the built file needs nothing.
      execArgv: url.pathname.endsWith('.ts') ? ['--import', 'tsx'] : [],
    })
    const thread: Thread<In, Out> = { worker, ready: false, jobs: [], handing: false, error: null, timer: undefined }
    worker.on('message', (message: FromThread<Out>) => hear(thread, message))
    // Not yet its end: answers that it gave before may still be on their way, and come before the end does.
    worker.on('error', (error) => (thread.error = error))
    worker.on('exit', (code) => {
      const { error } = thread
      if (error === null) lose(thread, 'died', `exit ${code}`)
      else lose(thread, isOutOfMemory(error) ? 'memory' : 'died', error.message)
    })
    threads.add(thread)
    return thread
  }

  /** Piece by piece: to copy a mail of 25 MB at once would keep a click waiting for a tenth of a second and more. */
  const handOver = async (thread: Thread<In, Out>, job: Job<In, Out>, raw: Uint8Array): Promise<void> => {
    const { id } = job
    const size = raw.byteLength
    thread.handing = true
    for (let at = 0; at === 0 || at < size; at += PIECE_BYTES) {
      if (at > 0) await nextTurn()
      // Lost meanwhile, or given up: nobody waits for the rest.
      if (!thread.jobs.includes(job)) return
      const piece = new Uint8Array(raw.subarray(at, at + PIECE_BYTES))
      thread.worker.postMessage({ id, size, at, piece }, [piece.buffer])
    }
    thread.handing = false
    // While it was on its way the thread took nothing more.
    if (size > PIECE_BYTES) pump()
  }

  const run = (thread: Thread<In, Out>, job: Job<In, Out>): void => {
    thread.jobs = [...thread.jobs, job]
    if (thread.jobs.length === 1) wind(thread)
    if (job.input instanceof Uint8Array) void handOver(thread, job, job.input)
    else thread.worker.postMessage({ id: job.id, input: job.input })
  }

  const hasRoom = ({ jobs, handing }: Thread<In, Out>, job: Job<In, Out>): boolean =>
    !handing &&
    jobs.length <= ahead &&
    jobs.reduce((bytes, { input }) => bytes + bytesOf(input), bytesOf(job.input)) <= AHEAD_BYTES

  const pump = (): void => {
    for (let [job] = waiting; job !== undefined && !closed; [job] = waiting) {
      const next = job
      const thread =
        [...threads].find(({ jobs }) => jobs.length === 0) ??
        (threads.size < size ? start() : [...threads].find((one) => hasRoom(one, next)))
      if (thread === undefined) return
      waiting.shift()
      run(thread, next)
    }
  }

  return {
    run: (input) =>
      new Promise((done, failed) => {
        if (closed) return failed(new LostJob('closed', 'the threads are closed'))
        lastId += 1
        waiting.push({ id: lastId, input, done, failed })
        pump()
      }),
    close: async () => {
      closed = true
      for (const job of waiting.splice(0)) job.failed(new LostJob('closed', 'the threads were closed'))
      const running = [...threads]
      for (const thread of running) {
        for (const job of thread.jobs) job.failed(new LostJob('closed', 'a thread stopped: closed'))
        thread.jobs = []
        lose(thread, 'closed', 'closed')
      }
      await Promise.all(running.map(({ worker }) => worker.terminate()))
    },
  }
}
