import { z } from 'zod'
import { bodyId, callId, stormId } from '@shared/kernel/ids'
import { day } from '@shared/kernel/instant'
import { roundTimeName } from '@shared/rounds/time-name'
import { OUTCOMES } from '@shared/tickets/vocabulary'

/** What a report is taken down with: the call that it came by, the time of a round and the open event that it joins. */
export const cameBy = {
  callId: callId.nullable().default(null),
  round: roundTimeName.nullable().default(null),
  /** Refused: `storm_closed`, where it has ended or is no event any more. */
  storm: stormId.nullable().default(null),
}

/** What a ticket may lack. */
const BLANKS = ['category', 'district', 'crew', 'body'] as const

/** The parts of a ticket filter that tell what came of them, and when: the figures of the reports are named by these. */
export const byTheirEnd = {
  outcomes: z.array(z.enum(OUTCOMES)).default([]),
  /** The bodies that they were passed to, once or now. */
  bodyIds: z.array(bodyId).default([]),
  without: z.array(z.enum(BLANKS)).default([]),
  /** Days of closing, of those that are closed now. */
  closedFrom: day.nullable().default(null),
  closedTo: day.nullable().default(null),
  /** Had arrived by the end of that day and was not closed by then (nor merged since). */
  openOn: day.nullable().default(null),
  /** Settled by its resolution deadline, or later; of those that are closed and had one. */
  deadline: z.enum(['kept', 'missed']).nullable().default(null),
  /** Whose citizen was asked if it is settled, and what they said (at any of its closings). */
  followUp: z.enum(['asked', 'yes', 'no']).nullable().default(null),
  reopened: z.boolean().default(false),
  /** Of one event, whoever took part in it. */
  stormId: stormId.nullable().default(null),
  /** Leaves out the stubs whose master is counted. */
  withoutMerged: z.boolean().default(false),
}
