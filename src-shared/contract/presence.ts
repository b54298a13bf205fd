import { z } from 'zod'
import { ticketId, userId } from '@shared/kernel/ids'
import { command, query } from './define'

export const DOINGS = ['looking', 'writing'] as const

export const present = z.object({
  ticketId,
  userId,
  name: z.string(),
  doing: z.enum(DOINGS),
})
export type Present = z.output<typeof present>

export const presence = {
  /** What the person on this line has before them; null when it is no ticket. Written only when it changed. */
  show: command(z.object({ ticketId: ticketId.nullable(), doing: z.enum(DOINGS) }), z.object({}), {
    needs: 'tickets.read',
    audit: { as: 'none' },
  }),
  /** The colleagues who are on a ticket now, on any desk; the asker's own lines are left out. */
  others: query(z.object({}), z.object({ present: z.array(present) }), { needs: 'tickets.read' }),
}
