import type { InputOf } from '@shared/contract/define'
import type { presence } from '@shared/contract/presence'
import { type Result, ok } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { lookAway } from './look-away'
import type { PresenceParts } from './presence-parts'
import { removePresence } from './presence-rows'

type Show = InputOf<(typeof presence)['show']>

/** Says what this line's person has before them. Who may only read the store is seen by nobody, and disturbs nobody. */
export const lookAt = async (
  parts: PresenceParts,
  caller: SignedInCaller,
  { ticketId, doing }: Show,
): Promise<Result<Record<string, never>>> => {
  const { store } = parts.current
  if (store.facts.readOnly !== null) return ok({})
  if (ticketId === null) {
    lookAway(parts, caller.line)
    return ok({})
  }
  parts.looking.add(caller.line)
  const row = { user_id: caller.user.id, ticket_id: ticketId, doing }
  return store.write(async (db) => {
    await db
      .insertInto('presence')
      .values({ desk_id: parts.deskId, line: caller.line, ...row })
      .onConflict((conflict) => conflict.columns(['desk_id', 'line']).doUpdateSet(row))
      .execute()
    // The line went while this write waited for its turn.
    if (!parts.looking.has(caller.line)) await removePresence(db, parts.deskId, caller.line)
    return {}
  })
}
