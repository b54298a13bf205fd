import type { ErrorCode } from '@shared/kernel/app-error'
import { inBackground } from '@main/platform/in-background'
import { openAgain } from './choose-store'
import type { DeskParts } from './desk-parts'

const TRY_MS = 5_000

/** What passes by itself: others are writing, or the share comes up after the desk. */
const PASSES: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'store_busy',
  'store_not_found',
  'store_unreadable',
  'store_unreachable',
  'folder_unreadable',
])

/** A store that did not open at the start is tried again by itself, until it opens or somebody chooses another. */
export const tryAgain = (parts: DeskParts, everyMs = TRY_MS): { start(): void; stop(): void } => {
  let timer: NodeJS.Timeout | undefined
  let trying = false
  const look = (): void => {
    const failed = parts.notOpened.current
    if (trying || parts.current.opened !== null || failed === null || !PASSES.has(failed.error.code)) return
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
