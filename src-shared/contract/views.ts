import { z } from 'zod'
import { viewId } from '@shared/kernel/ids'
import { command, query } from './define'
import { ticketFilter, ticketSort } from './tickets'

const viewFields = z.object({
  name: z.string().trim().min(1).max(60),
  /** Everyone's, or only its maker's. */
  shared: z.boolean(),
  filter: ticketFilter,
  sort: ticketSort,
})

export const savedView = viewFields.extend({ id: viewId, mine: z.boolean() })
export type SavedView = z.output<typeof savedView>

export const views = {
  list: query(z.object({}), z.object({ views: z.array(savedView) }), { needs: 'tickets.read' }),
  save: command(viewFields.extend({ id: viewId.nullable() }), z.object({ id: viewId }), { needs: 'tickets.read' }),
  remove: command(z.object({ id: viewId }), z.object({}), { needs: 'tickets.read' }),
}
