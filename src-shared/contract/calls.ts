import { z } from 'zod'
import { CALL_STATES } from '@shared/calls/call-state'
import { callbackId, callId, contactId, ticketId } from '@shared/kernel/ids'
import { instant } from '@shared/kernel/instant'
import { command, query } from './define'
import { status } from './tickets'

const person = z.object({ id: contactId, name: z.string() })

export const call = z.object({
  id: callId,
  state: z.enum(CALL_STATES),
  /** As an Italian writes it; empty for who hides it. */
  number: z.string(),
  /** The line's name, or its number where the office has not named it. */
  line: z.string(),
  /** Who has this number; several where a family or an office shares it. */
  people: z.array(person),
  startedAt: instant,
  answeredAt: instant.nullable(),
  endedAt: instant.nullable(),
  /** Who opened the form for it, or who answered by the switchboard's word; empty while nobody did. */
  by: z.string(),
  ticket: z.object({ id: ticketId, number: z.string(), subject: z.string() }).nullable(),
  callbackId: callbackId.nullable(),
  /** A missed call that somebody has seen to, in whatever way. */
  settled: z.boolean(),
})
export type Call = z.output<typeof call>

export const ringingCall = call.pick({ id: true, number: true, line: true, people: true, startedAt: true }).extend({
  state: z.enum(['ringing', 'talking']),
  /** Of those people, the newest first. */
  openTickets: z.array(z.object({ id: ticketId, number: z.string(), subject: z.string(), status })),
})
export type RingingCall = z.output<typeof ringingCall>

export const SHOWN_CALLS = ['all', 'missed'] as const

const reads = { needs: 'contacts.read', touchesPerson: true } as const
const acts = { needs: 'tickets.create' } as const

/** Calls as the switchboard tells of them: what rings now, and the log. */
export const calls = {
  /** Calls on this desk's lines that nobody has taken yet, the longest waiting first. */
  ringing: query(z.object({}), z.object({ calls: z.array(ringingCall) }), {
    needs: 'tickets.create',
    touchesPerson: true,
    // Every page asks at its start, and whenever the telephone moves.
    audit: { shownIn: 'calls' },
  }),
  /** The newest first. `missed`: those that nobody has seen to. `text`: digits of the number, or words of a name. */
  list: query(
    z.object({
      show: z.enum(SHOWN_CALLS).default('all'),
      text: z.string().trim().max(120).default(''),
      limit: z.number().int().min(1).max(2000).default(100),
    }),
    z.object({ calls: z.array(call), more: z.boolean(), keepDays: z.number().int() }),
    reads,
  ),
  /** Missed calls that nobody has seen to; `known`: whether there are calls at all. */
  count: query(z.object({}), z.object({ missed: z.number().int(), known: z.boolean() }), acts),
  /** Somebody opens the form for it; `conflict` (`current.takenBy`) when a colleague has already. */
  take: command(z.object({ id: callId }), z.object({}), acts),
  /** A missed call has been seen to without a report, or has not after all. */
  settle: command(z.object({ id: callId, settled: z.boolean() }), z.object({}), acts),
  /** The office's lines, and those that ring at the desk of who asks; null: every one. */
  lines: query(
    z.object({}),
    z.object({
      lines: z.array(z.object({ key: z.string(), name: z.string(), number: z.string() })),
      ringing: z.array(z.string()).nullable(),
    }),
    { needs: 'session' },
  ),
  ringHere: command(z.object({ ringing: z.array(z.string().max(40)).max(40).nullable() }), z.object({}), {
    needs: 'tickets.create',
    audit: { as: 'none' },
  }),
}
