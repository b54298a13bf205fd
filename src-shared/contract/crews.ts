import { z } from 'zod'
import { DUE_OF } from '@shared/deadlines/due-of'
import { categoryId, crewId, districtId, ticketId, userId, visitId } from '@shared/kernel/ids'
import { day, instant } from '@shared/kernel/instant'
import { pageInput, pageOf } from '@shared/kernel/page'
import { PRIORITIES, TICKET_STATUSES } from '@shared/tickets/vocabulary'
import { bulkLeft, bulkStep } from './bulk'
import { crewSettings } from './crew-settings'
import { command, query } from './define'
import { onceKey } from './once-key'
import { attachmentRef } from './tickets'

export const VISIT_STATUSES = ['planned', 'done', 'not_done'] as const
/** Why a visit was not done; `other` and `other_crew` are said in words too. */
export const VISIT_REASONS = [
  'other_crew',
  'no_access',
  'not_found',
  'material',
  'weather',
  'no_time',
  'other',
] as const
export const PHOTO_MOMENTS = ['before', 'after'] as const

const member = z.object({
  name: z.string().trim().min(1).max(80),
  phone: z.string().trim().max(40),
  userId: userId.nullable(),
})

const absence = z.object({
  /** Both days are part of it. */
  from: day,
  to: day,
  /** Empty: the whole crew. */
  member: z.string().trim().max(80),
  reason: z.string().trim().max(120),
})

export const crewFields = z.object({
  name: z.string().trim().min(1).max(60),
  color: z.string().regex(/^#[0-9a-fA-F]{6}$/),
  vehicle: z.string().trim().max(80),
  /** How many visits, and how many minutes of work, a day holds. */
  capacityVisits: z.number().int().min(0).max(100),
  capacityMinutes: z.number().int().min(0).max(1440),
  active: z.boolean(),
  members: z.array(member).max(30),
  /** Kinds of work; a category stands for those under it, none for every kind. */
  skills: z.array(categoryId).max(200),
  /** None: the whole town. */
  districts: z.array(districtId).max(500),
  /** ISO weekdays on which it works. */
  weekdays: z.array(z.number().int().min(1).max(7)).max(7),
  absences: z.array(absence).max(200),
})
export const crew = crewFields.extend({ id: crewId })
export type Crew = z.output<typeof crew>

export const visit = z.object({
  id: visitId,
  crewId,
  day,
  position: z.number().int(),
  minutes: z.number().int(),
  status: z.enum(VISIT_STATUSES),
  note: z.string(),
  /** As the crews' paper shows it. */
  code: z.string(),
  /** Null for a visit that was done, is still to be made, or was reported without one. */
  reason: z.enum(VISIT_REASONS).nullable(),
  spentMinutes: z.number().int().nullable(),
  materials: z.string(),
  reportedAt: instant.nullable(),
  /** It joined a recurring round; moved by hand, it leaves it. */
  inRound: z.boolean(),
  ticket: z.object({
    id: ticketId,
    number: z.string(),
    subject: z.string(),
    placeText: z.string(),
    districtId: districtId.nullable(),
    categoryId: categoryId.nullable(),
    priority: z.enum(PRIORITIES),
    status: z.enum(TICKET_STATUSES),
    lat: z.number().nullable(),
    lon: z.number().nullable(),
    dueAt: instant.nullable(),
    dueOf: z.enum(DUE_OF).nullable(),
  }),
})
export type Visit = z.output<typeof visit>

/** A visit on its way back: what its paper says, what was reported by whom, and its photos. */
const returned = z.object({
  visit,
  crewName: z.string(),
  reportedBy: z.string(),
  checklist: z.array(z.string()),
  photos: z.array(
    z.object({ moment: z.enum(PHOTO_MOMENTS).nullable(), sha256: z.string(), name: z.string(), type: z.string() }),
  ),
})
export type Returned = z.output<typeof returned>

export const backlogRow = visit.shape.ticket.extend({ createdAt: instant, crewId: crewId.nullable() })
export type BacklogRow = z.output<typeof backlogRow>

const ticketIds = z.array(ticketId).min(1).max(500)

export const crews = {
  list: query(z.object({}), z.object({ crews: z.array(crew) }), { needs: 'crews.read' }),
  create: command(crewFields, z.object({ id: crewId }), { needs: 'crews.manage' }),
  /**
   * A crew that is put aside while it has visits from today on is refused (`in_use`, `details.visits`: how many) until
   * `visits` says what becomes of them: `unplan`, their tickets wait for a day again; `keep`, somebody moves them by hand.
   */
  edit: command(
    z.object({
      id: crewId,
      base: crewFields.partial(),
      changes: crewFields.partial(),
      visits: z.enum(['unplan', 'keep']).optional(),
    }),
    z.object({}),
    { needs: 'crews.manage' },
  ),
  /** Day × crew: the visits of `days` days from `from`, each crew's in their order. */
  board: query(
    z.object({ from: day, days: z.number().int().min(1).max(31) }),
    z.object({
      crews: z.array(crew),
      visits: z.array(visit),
      round: crewSettings,
      /** When today's work begins; null on a holiday. */
      begins: instant.nullable(),
    }),
    { needs: 'crews.read' },
  ),
  /** Open tickets with no planned visit: most urgent first, then by deadline. */
  backlog: query(
    pageInput.extend({
      text: z.string().max(120).default(''),
      categoryId: categoryId.nullable().default(null),
      districtId: districtId.nullable().default(null),
      priority: z.enum(PRIORITIES).nullable().default(null),
    }),
    pageOf(backlogRow),
    { needs: 'crews.read' },
  ),
  /** Of a selection, what a crew can be sent to, in its order; the rest counted by state. */
  plannable: query(
    z.object({ ticketIds }),
    z.object({
      ticketIds: z.array(ticketId),
      /** Those of them that a crew is to go to already: planned again, they get another visit. */
      visited: z.array(ticketId),
      left: z.array(z.object({ status: z.enum(TICKET_STATUSES), count: z.number().int() })),
    }),
    { needs: 'crews.plan' },
  ),
  /**
   * Plans one visit a ticket at the end of that day (or from `position`); tickets go to `assigned`. All or none, but
   * that of several those whose work is finished stay as they are.
   */
  plan: command(
    z.object({
      ticketIds,
      crewId,
      day,
      minutes: z.number().int().min(5).max(1440).default(45),
      position: z.number().int().min(0).nullable().default(null),
    }),
    z.object({ visitIds: z.array(visitId), steps: z.array(bulkStep) }),
    { needs: 'crews.plan' },
  ),
  /** Takes a plan back by its `steps`: visits off, tickets as they were before; what moved on since stays and is named. */
  undoPlan: command(
    z.object({ steps: z.array(bulkStep).min(1).max(500) }),
    z.object({ undone: z.number().int(), left: z.array(bulkLeft) }),
    { needs: 'crews.plan' },
  ),
  /** Moves planned visits to another crew, day or place in the order. */
  move: command(
    z.object({ visitIds: z.array(visitId).min(1).max(500), crewId, day, position: z.number().int().min(0).nullable() }),
    z.object({}),
    { needs: 'crews.plan' },
  ),
  /** Takes planned visits off the board; an assigned ticket left with none goes back to `accepted`. */
  unplan: command(z.object({ visitIds: z.array(visitId).min(1).max(500) }), z.object({}), { needs: 'crews.plan' }),
  setMinutes: command(
    z.object({ visitId, base: z.number().int(), minutes: z.number().int().min(5).max(1440) }),
    z.object({}),
    { needs: 'crews.plan' },
  ),
  /** A visit by the code on its paper, with who reported it. Refused: `visit_code_wrong`, `visit_gone` (taken off the board). */
  byCode: query(z.object({ code: z.string().max(40) }), returned, { needs: 'crews.read' }),
  /** The same for one of the board. */
  returned: query(z.object({ visitId }), returned, { needs: 'crews.read' }),
  /**
   * What came of a visit: done takes the ticket to `done` once no other visit of it is planned; not done needs a
   * reason or a note, and takes an assigned ticket with no other planned visit back to `accepted`, or on to the crew
   * and day of `next`. A visit that somebody reported meanwhile is a `conflict` whose `current` says what they said;
   * `replaces` (when that was) puts this in its place.
   */
  report: command(
    z.object({
      visitId,
      status: z.enum(['done', 'not_done']),
      note: z.string().trim().max(2000),
      reason: z.enum(VISIT_REASONS).nullable().default(null),
      spentMinutes: z.number().int().min(0).max(1440).nullable().default(null),
      materials: z.string().trim().max(1000).default(''),
      next: z.object({ crewId, day }).nullable().default(null),
      replaces: instant.nullable().default(null),
    }),
    z.object({ nextVisitId: visitId.nullable() }),
    { needs: 'crews.plan' },
  ),
  /** Files that the stream door took in, as photos of a visit; they join its ticket. */
  addPhotos: command(
    z.object({
      visitId,
      moment: z.enum(PHOTO_MOMENTS),
      files: z.array(attachmentRef).min(1).max(20),
    }),
    z.object({}),
    { needs: 'crews.plan' },
  ),
  /** The crew saw something else there: a ticket of its own in the same place, linked to the visit's. */
  foundElse: command(
    z.object({
      key: onceKey,
      visitId,
      subject: z.string().trim().min(1).max(200),
      description: z.string().trim().max(5000).default(''),
      categoryId: categoryId.nullable(),
    }),
    z.object({ id: ticketId, number: z.string() }),
    { needs: 'crews.plan' },
  ),
}
