import type { Result } from '@shared/kernel/result'
import type { AppError } from '@shared/kernel/app-error'
import type { Relocated, Relocation } from '../moved/relocate-store'
import type { Check } from '../verify'
import type { CopyChecked } from './check-copy'
import type { CopyJob, CopyMade, CopyReport } from './make-copy'
import type { SweepCopyFiles } from './sweep-copy-files'

/** What the store's own thread does: everything that reads a whole database, and would hold up every click. */
export interface ThreadJobs {
  readonly copy: { readonly input: CopyJob; readonly output: Result<CopyMade> }
  readonly check: { readonly input: { readonly file: string }; readonly output: CopyChecked }
  /** Answers how many attachments were removed. */
  readonly sweep: { readonly input: SweepCopyFiles; readonly output: number }
  readonly relocate: { readonly input: Relocation; readonly output: Result<Relocated> }
  readonly verify: {
    readonly input: { readonly path: string; readonly readOnly: boolean }
    readonly output: readonly Check[]
  }
}

export type JobName = keyof ThreadJobs

export interface JobRequest<N extends JobName = JobName> {
  readonly name: N
  readonly input: ThreadJobs[N]['input']
}

export type FromThread =
  | { readonly report: CopyReport }
  | { readonly done: ThreadJobs[JobName]['output'] }
  /** A refusal of the database, by its code. */
  | { readonly refused: AppError }
  | { readonly bug: string }
