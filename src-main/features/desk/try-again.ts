import { PASSING_REFUSALS } from '@shared/desks/passing-refusals'
import { inBackground } from '@main/platform/in-background'
import { openAgain } from './choose-store'
import type { DeskParts } from './desk-parts'

const TRY_MS = 5_000

/** A store that did not open at the start is tried again by itself, until it opens or somebody chooses another. */
export const tryAgain = (parts: DeskParts, everyMs = TRY_MS): { start(): void; stop(): void } => {
  let timer: NodeJS.Timeout | undefined
  let trying = false
  const look = (): void => {
    const failed = parts.notOpened.current
    if (trying || parts.current.opened !== null || failed === null || !PASSING_REFUSALS.has(failed.error.code)) return
    trying = true
    const tried = openAgain(parts, { user: null, line: '' }).finally(() => (trying = false))
    inBackground(parts.logger, 'another try at the store', tried)
  }
  return {
    start: () => {
      timer = setInterval(look, everyMs)
      timer.unref()
    },
    stop: () => clearInterval(timer),
  }
}
