import { z } from 'zod'
import { categoryId, districtId, stormId, ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'
import { onceKey } from './once-key'
import { ticketRow } from './tickets'

const name = z.string().trim().min(1).max(80)
/** As many as one event may hold; a town's worst week is less. */
const ticketIds = z.array(ticketId).min(1).max(1000)

export const stormTicket = ticketRow.extend({ lat: z.number().nullable(), lon: z.number().nullable() })
export type StormTicket = z.output<typeof stormTicket>

/** Many alike that nobody has taken up yet. */
export const stormProposal = z.object({
  /** Its oldest report: the proposal's name while it grows. */
  key: ticketId,
  categoryId,
  ticketIds: z.array(ticketId),
  firstAt: instant,
  lastAt: instant,
  /** Where most of them are, at most three. */
  districts: z.array(z.string()),
})
export type StormProposal = z.output<typeof stormProposal>

export const openStorm = z.object({
  id: stormId,
  name: z.string(),
  categoryId: categoryId.nullable(),
  count: z.number().int(),
  /** Newer reports that are like its own. */
  alike: z.array(ticketId),
})
export type OpenStorm = z.output<typeof openStorm>

const changed = z.object({
  /** Those that are of it now, or no more: the others were so already, or belong to another event. */
  ticketIds: z.array(ticketId),
})

/** An open event that one more report seems to be of. */
export const stormOffer = z.object({ id: stormId, name: z.string(), count: z.number().int() })
export type StormOffer = z.output<typeof stormOffer>

/** Many alike reports in a short time: one event for the office, each still a ticket of its own. */
export const storms = {
  /** What there is to take up, and what is open; a look at the last days only. */
  look: query(z.object({}), z.object({ proposals: z.array(stormProposal), open: z.array(openStorm) }), {
    needs: 'tickets.read',
  }),
  /** The rows of a proposal, or of new reports that are offered. */
  rows: query(z.object({ ids: ticketIds }), z.object({ tickets: z.array(stormTicket) }), {
    needs: 'tickets.read',
    touchesPerson: true,
  }),
  get: query(
    z.object({ id: stormId }),
    z.object({
      id: stormId,
      name: z.string(),
      categoryId: categoryId.nullable(),
      openedAt: instant,
      openedBy: z.string(),
      closedAt: instant.nullable(),
      tickets: z.array(stormTicket),
      alike: z.array(stormTicket),
    }),
    { needs: 'tickets.read', touchesPerson: true },
  ),
  /** The event of a ticket, and the open one that it seems to be of. */
  ofTicket: query(
    z.object({ id: ticketId }),
    z.object({
      storm: z.object({ id: stormId, name: z.string(), count: z.number().int(), isOpen: z.boolean() }).nullable(),
      offer: stormOffer.nullable(),
    }),
    { needs: 'tickets.read' },
  ),
  /** The open event that such a report, made now, would be of; asked while it is being typed. */
  covering: query(
    z.object({
      categoryId: categoryId.nullable(),
      districtId: districtId.nullable(),
      lat: z.number().nullable(),
      lon: z.number().nullable(),
    }),
    z.object({ offer: stormOffer.nullable() }),
    { needs: 'tickets.read' },
  ),
  /** Takes these reports for one event. None is left out without a word: those of another event are a `conflict`. */
  open: command(z.object({ name, ticketIds, key: onceKey }), z.object({ id: stormId }), { needs: 'tickets.bulk' }),
  rename: command(z.object({ id: stormId, base: z.string(), name }), z.object({}), { needs: 'tickets.bulk' }),
  /** Refused: `storm_closed`. */
  join: command(z.object({ id: stormId, ticketIds }), changed, { needs: 'tickets.edit' }),
  /** They are tickets like any other again, and are not offered to it any more. */
  takeOut: command(z.object({ id: stormId, ticketIds }), changed, { needs: 'tickets.bulk' }),
  /** A proposal that is no event: nobody is asked about these again. */
  dismiss: command(z.object({ ticketIds }), z.object({}), { needs: 'tickets.bulk' }),
  /** Takes that back. */
  recall: command(z.object({ ticketIds }), z.object({}), { needs: 'tickets.bulk' }),
  /** Nothing more is offered to it; what was done stays. */
  close: command(z.object({ id: stormId }), z.object({}), { needs: 'tickets.bulk' }),
  reopen: command(z.object({ id: stormId }), z.object({}), { needs: 'tickets.bulk' }),
  /** It was no event after all: its tickets are like the others, and are proposed again. */
  dissolve: command(z.object({ id: stormId }), z.object({}), { needs: 'tickets.bulk' }),
}
