import { z } from 'zod'
import { ticketId } from '@shared/kernel/ids'
import { event } from './define'
import { deskStatus } from './desk'
import { linkStatus } from './link'

export const ENTITIES = [
  'tickets',
  'timeline',
  'contacts',
  'crews',
  'visits',
  'settings',
  'categories',
  'districts',
  'bodies',
  'areas',
  'users',
  'roles',
  'mailboxes',
  'quarantine',
  'outbox',
  'views',
  'answers',
  'callbacks',
  'calls',
  'competence',
  'rounds',
  'storms',
  'macros',
  'automations',
  /** A word to one person; the id is theirs. */
  'notices',
  /** Who looks at a ticket or writes on it; the id is the ticket's. */
  'presence',
] as const
export type Entity = (typeof ENTITIES)[number]

/** `ended`: the password changed, or somebody left from everywhere. `lifetime`: it was open too long, used or not. */
export const SIGNED_OUT_REASONS = ['idle', 'lifetime', 'ended', 'disabled'] as const
export type SignedOutReason = (typeof SIGNED_OUT_REASONS)[number]

export const change = z.object({
  entity: z.enum(ENTITIES),
  /** The aggregate's id: a timeline entry's is its ticket's. 0: anything of that kind may have changed. */
  id: z.number().int(),
  op: z.enum(['insert', 'update', 'delete']),
})
export type Change = z.output<typeof change>

export const events = {
  /** What changed in the store, by whomever; a page asks again for what it shows. */
  changes: event(z.object({ changes: z.array(change) })),
  /** A store was opened, closed, or became read-only. */
  store: event(deskStatus),
  /** The mail's or the outbox's state moved: ask `desk.health` again. */
  health: event(z.object({})),
  /** A copy began, moved on or ended: ask `copies.overview` again. */
  copies: event(z.object({})),
  /** Something to tell a person who looks elsewhere (native notice); no personal data. */
  notice: event(z.object({ kind: z.enum(['new_ticket', 'new_message', 'emergency']), ticketId, number: z.string() })),
  /** Who is paired or connected moved: ask `serving.status` again. */
  serving: event(z.object({})),
  /** How this desk stands with the one that serves it; told by this desk itself. */
  link: event(linkStatus),
  /** Another page of the same session was locked: this one locks too. */
  locked: event(z.object({})),
  /** Another page of the same session gave the password: this one goes on too. */
  unlocked: event(z.object({})),
  /** The session ended, and why, for the sign-in page's sentence. */
  signedOut: event(z.object({ reason: z.enum(SIGNED_OUT_REASONS).optional() })),
}
