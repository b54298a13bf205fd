import { setImmediate } from 'node:timers/promises'
import { appError } from '@shared/kernel/app-error'
import { CommandRefused } from './output'

/**
 * Runs a command that works in steps. Ctrl+C (or a polite kill) lets the step under way end, and the next call of
 * `stopIfAsked` refuses with `cancelled`; a second Ctrl+C ends the process where it stands.
 */
export const interruptible = async <T>(body: (stopIfAsked: () => Promise<void>) => Promise<T>): Promise<T> => {
  let asked = false
  const onSignal = (): void => {
    asked = true
    forget()
  }
  const forget = (): void => {
    process.off('SIGINT', onSignal)
    process.off('SIGTERM', onSignal)
  }
  process.on('SIGINT', onSignal)
  process.on('SIGTERM', onSignal)
  try {
    return await body(async () => {
      // A store answers at once, in the very turn that asked: without a pause no signal would ever be heard.
      await setImmediate()
      if (asked) throw new CommandRefused(appError('cancelled'))
    })
  } finally {
    forget()
  }
}
