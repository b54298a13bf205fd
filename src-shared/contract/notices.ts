import { z } from 'zod'
import { ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'

export const DESK_NOTICES = ['rule', 'due_soon', 'overdue', 'escalated'] as const

export const deskNotice = z.object({
  id: z.number().int(),
  ticketId,
  number: z.string(),
  subject: z.string(),
  kind: z.enum(DESK_NOTICES),
  /** The rule's name, or of what the deadline is. */
  word: z.string(),
  at: instant,
})
export type DeskNotice = z.output<typeof deskNotice>

/** What the desk has to tell one person, on whichever computer they sit. */
export const notices = {
  /** One's own that were not seen, newest first; at most a hundred are shown. */
  mine: query(z.object({}), z.object({ notices: z.array(deskNotice), unseen: z.number().int() }), {
    needs: 'session',
  }),
  /** One's own; `upTo` is the newest that was on screen, `id` a single one. */
  seen: command(
    z.union([z.object({ id: z.number().int().positive() }), z.object({ upTo: z.number().int().positive() })]),
    z.object({}),
    { needs: 'session', audit: { as: 'none' } },
  ),
}
