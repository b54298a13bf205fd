import { Refusal } from '@shared/kernel/app-error'
import type { Logger } from './logger'

/**
 * For work that nobody waits for. A promise that nobody holds must not be able to reject: Node ends the process for
 * it. A refusal (the store was closed meanwhile) is a line in the log, anything else a bug in it.
 */
export const inBackground = (logger: Logger, what: string, work: Promise<unknown>): void => {
  void work.catch((error: unknown) => {
    if (error instanceof Refusal) logger.warn(what, { code: error.error.code })
    else logger.bug(what, error)
  })
}
