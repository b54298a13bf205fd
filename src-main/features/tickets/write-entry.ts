import type { TIMELINE_KINDS } from '@shared/tickets/timeline-kinds'
import type { WriteDb } from '@main/store/handles'
import { insertRow } from '@main/store/insert-row'
import type { Caller } from '@main/platform/caller'

export interface Actor {
  readonly id: number
  readonly name: string
}

/** Null for what the desk does by itself. */
export const actorOf = (caller: Caller | null): Actor | null =>
  caller?.user ? { id: caller.user.id, name: caller.user.displayName } : null

interface EntryFacts {
  readonly ticketId: number
  readonly at: number
  readonly actor: Actor | null
  /** Names and codes as they are now: an entry still reads right when a crew is renamed. */
  readonly data?: Readonly<Record<string, unknown>>
  readonly text?: string
}

/** An entry that tells of a message has it: without it there would be nothing to say. */
export type NewEntry =
  | (EntryFacts & { readonly kind: 'message'; readonly messageId: number })
  | (EntryFacts & { readonly kind: Exclude<(typeof TIMELINE_KINDS)[number], 'message'>; readonly messageId?: number })

/** Adds to a ticket's timeline; nobody edits or removes entries. Answers the entry's id. */
export const writeEntry = (db: WriteDb, entry: NewEntry): Promise<number> =>
  insertRow(db, 'timeline', {
    ticket_id: entry.ticketId,
    at: entry.at,
    kind: entry.kind,
    actor_id: entry.actor?.id ?? null,
    actor_name: entry.actor?.name ?? '',
    data: JSON.stringify(entry.data ?? {}),
    text: entry.text ?? '',
    message_id: entry.messageId ?? null,
  })
