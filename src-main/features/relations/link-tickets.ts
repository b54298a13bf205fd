import { refuse } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { LINK_KINDS } from '@shared/contract/relations'
import type { FeatureParts } from '../feature-parts'
import { storedTicket } from '../tickets/ticket-queries'
import { type Actor, actorOf, writeEntry } from '../tickets/write-entry'

interface Pair {
  readonly ticketId: number
  readonly otherId: number
}

const bothOf = async (db: WriteDb, { ticketId, otherId }: Pair) => {
  if (ticketId === otherId) refuse('invalid_input', { field: 'otherId' })
  const one = (await storedTicket(db, ticketId)) ?? refuse('not_found')
  const other = (await storedTicket(db, otherId)) ?? refuse('not_found', { field: 'otherId' })
  return [
    { ticket: one, other },
    { ticket: other, other: one },
  ] as const
}

/** Ties two tickets and tells it on both; a tie of that kind that is there already stays as it is. Inside a write. */
export const tie = async (
  db: WriteDb,
  pair: Pair,
  about: { readonly kind: (typeof LINK_KINDS)[number]; readonly actor: Actor | null; readonly at: number },
): Promise<void> => {
  const sides = await bothOf(db, pair)
  const known = await db
    .selectFrom('ticket_links')
    .select('kind')
    .where((eb) =>
      eb.or([
        eb.and([eb('ticket_id', '=', pair.ticketId), eb('other_id', '=', pair.otherId)]),
        eb.and([eb('ticket_id', '=', pair.otherId), eb('other_id', '=', pair.ticketId)]),
      ]),
    )
    .executeTakeFirst()
  if (known) return
  await db
    .insertInto('ticket_links')
    .values({ ticket_id: pair.ticketId, other_id: pair.otherId, kind: about.kind })
    .execute()
  for (const { ticket, other } of sides)
    await writeEntry(db, {
      ticketId: ticket.id,
      at: about.at,
      kind: 'linked',
      actor: about.actor,
      data: { number: other.number, kind: about.kind },
    })
}

export const linkTickets = (
  parts: FeatureParts,
  caller: SignedInCaller,
  pair: Pair,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    await tie(db, pair, { kind: 'related', actor: actorOf(caller), at: parts.clock.now() })
    return {}
  })

export const unlinkTickets = (
  parts: FeatureParts,
  caller: SignedInCaller,
  pair: Pair,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const sides = await bothOf(db, pair)
    const { numDeletedRows } = await db
      .deleteFrom('ticket_links')
      .where((eb) =>
        eb.or([
          eb.and([eb('ticket_id', '=', pair.ticketId), eb('other_id', '=', pair.otherId)]),
          eb.and([eb('ticket_id', '=', pair.otherId), eb('other_id', '=', pair.ticketId)]),
        ]),
      )
      .executeTakeFirst()
    if (numDeletedRows === 0n) refuse('not_found')
    const at = parts.clock.now()
    for (const { ticket, other } of sides)
      await writeEntry(db, {
        ticketId: ticket.id,
        at,
        kind: 'unlinked',
        actor: actorOf(caller),
        data: { number: other.number },
      })
    return {}
  })
