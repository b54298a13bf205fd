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

/** As many of one kind are said in one line, and lead to their list. */
export const NOTICES_OF_A_GROUP = 3

const noticeId = z.number().int().positive()
export const noticeGroup = deskNotice.pick({ kind: true, word: true, at: true }).extend({
  /** The newest of them. */
  upTo: noticeId,
  /** How many tickets they speak of: one may be late in several steps. */
  tickets: z.number().int(),
})
export type NoticeGroup = z.output<typeof noticeGroup>

/** What the desk has to tell one person, on whichever computer they sit. */
export const notices = {
  /**
   * One's own that were not seen, newest first; at most a hundred are shown. `groups` are those that are many of one kind
   * and word, newest first; `unseen` counts each group as one.
   */
  mine: query(
    z.object({}),
    z.object({ notices: z.array(deskNotice), groups: z.array(noticeGroup), unseen: z.number().int() }),
    { needs: 'session' },
  ),
  /** The tickets that one's own unseen ones of a kind and word speak of, up to the newest that was on screen. */
  tickets: query(
    deskNotice.pick({ kind: true, word: true }).extend({ upTo: noticeId }),
    z.object({ ids: z.array(ticketId) }),
    { needs: 'session' },
  ),
  /** One's own; `upTo` is the newest that was on screen, of one kind and word where they are named; `id` a single one. */
  seen: command(
    z.union([
      z.object({ id: noticeId }),
      z.object({ upTo: noticeId, only: deskNotice.pick({ kind: true, word: true }).nullable().default(null) }),
    ]),
    z.object({}),
    { needs: 'session', audit: { as: 'none' } },
  ),
}
