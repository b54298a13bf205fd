import type { PresenceParts } from './presence-parts'
import { removePresence } from './presence-rows'

/** The line ended, was locked or signed out. Nobody waits for it: a row that stays is swept with its desk. */
export const lookAway = (parts: PresenceParts, line: string): void => {
  const opened = parts.current.opened
  if (!parts.looking.delete(line) || opened === null) return
  opened.store
    .write((db) => removePresence(db, parts.deskId, line))
    .catch((error: unknown) => parts.logger.warn('presence', { reason: error instanceof Error ? error.message : '' }))
}
