import { parentPort, workerData } from 'node:worker_threads'
import { storeError } from '../errors'
import { relocateStore } from '../moved/relocate-store'
import { verifyStore } from '../verify'
import { checkCopy } from './check-copy'
import { makeCopy } from './make-copy'
import { sweepCopyFiles } from './sweep-copy-files'
import type { FromThread, JobRequest, ThreadJobs } from './thread-jobs'

const post = (message: FromThread): void => parentPort?.postMessage(message)

const run = ({ name, input }: JobRequest): Promise<ThreadJobs[keyof ThreadJobs]['output']> => {
  switch (name) {
    case 'copy':
      return makeCopy(input as ThreadJobs['copy']['input'], (report) => post({ report }))
    case 'check':
      return checkCopy((input as ThreadJobs['check']['input']).file)
    case 'sweep':
      return sweepCopyFiles(input as ThreadJobs['sweep']['input'])
    case 'relocate':
      return relocateStore(input as ThreadJobs['relocate']['input'])
    case 'verify':
      return verifyStore(input as ThreadJobs['verify']['input'])
  }
}

run(workerData as JobRequest).then(
  (done) => post({ done }),
  (error: unknown) => {
    const known = storeError(error)
    post(known === null ? { bug: error instanceof Error ? (error.stack ?? error.message) : '?' } : { refused: known })
  },
)
