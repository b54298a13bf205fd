import { type AppError, Refusal, appError } from '@shared/kernel/app-error'
import type { Logger } from '@main/platform/logger'
import { LostJob } from '@main/platform/worker-pool'
import { storeError } from '@main/store/errors'

const systemCode = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null

/**
 * What becomes of a message of which nothing was handed over. What the disk or the share refuses now may work later; a
 * file that is gone will not.
 */
export const unsent = (
  logger: Logger,
  where: string,
  error: unknown,
): { readonly state: 'temporary' | 'permanent'; readonly error: AppError } => {
  if (error instanceof Refusal) return { state: 'permanent', error: error.error }
  // The desk is closing, or had no room for a thread: the photo is not to blame.
  if (error instanceof LostJob) return { state: 'temporary', error: appError('internal') }
  const code = systemCode(error)
  if (code === 'ENOENT') return { state: 'permanent', error: appError('attachment_missing') }
  if (code !== null) return { state: 'temporary', error: storeError(error) ?? appError('file_unreadable') }
  logger.bug(where, error)
  return { state: 'permanent', error: appError('internal') }
}
