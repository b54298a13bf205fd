import { z } from 'zod'
import { CHANNELS } from '@shared/channels/channels'
import {
  bodyId,
  categoryId,
  contactId,
  crewId,
  districtId,
  entryId,
  messageId,
  ticketId,
  userId,
  viewId,
  visitId,
} from '@shared/kernel/ids'
import { DUE_OF } from '@shared/deadlines/due-of'
import { day, instant } from '@shared/kernel/instant'
import { delivery } from '@shared/mail/delivery'
import { MESSAGE_STATES } from '@shared/messages/message-states'
import { MESSAGE_PURPOSES } from '@shared/messages/purposes'
import { SIGNATURE_OUTCOMES } from '@shared/mail/pec-signature'
import { pageInput, pageOf } from '@shared/kernel/page'
import { TIMELINE_KINDS } from '@shared/tickets/timeline-kinds'
import {
  KINDS,
  OUTCOMES,
  PLACE_PRECISIONS,
  PRIORITIES,
  TICKET_STATUSES,
  WAITING_REASONS,
} from '@shared/tickets/vocabulary'
import { contactCard, contactFields } from './contacts'
import { command, query } from './define'
import { onceKey } from './once-key'
import { statusChange } from './status-change'
import { byTheirEnd, cameBy } from './ticket-ends'

export const status = z.enum(TICKET_STATUSES)
export const priority = z.enum(PRIORITIES)
export const channel = z.enum(CHANNELS)

/** The views that ship; their conditions live in one place of the engine. */
export const VIEWS = [
  'new',
  'to_assign',
  'mine',
  'due_soon',
  'overdue',
  'waiting',
  'forwarded',
  'to_answer',
  'open',
  'closed',
  'all',
] as const
export const view = z.enum(VIEWS)
export type View = z.output<typeof view>

/** Every part narrows; an empty list and a `false` do not. */
/** So many tickets a filter may name one by one. */
export const MOST_NAMED = 2000

export const ticketFilter = z.object({
  view: view.default('open'),
  statuses: z.array(status).default([]),
  categoryIds: z.array(categoryId).default([]),
  districtIds: z.array(districtId).default([]),
  channels: z.array(channel).default([]),
  priorities: z.array(priority).default([]),
  crewIds: z.array(crewId).default([]),
  ...byTheirEnd,
  contactId: contactId.nullable().default(null),
  /** Days of arrival, both ends included, on the office's calendar. */
  from: day.nullable().default(null),
  to: day.nullable().default(null),
  text: z.string().max(200).default(''),
  /** West, south, east, north: a rectangle drawn on the map. */
  bbox: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable().default(null),
  /** These and no others, one by one: those that a notice speaks of. */
  ids: z.array(ticketId).max(MOST_NAMED).default([]),
})
export type TicketFilter = z.output<typeof ticketFilter>
export type TicketFilterInput = z.input<typeof ticketFilter>

export const SORT_KEYS = ['number', 'due', 'priority', 'activity'] as const
export const ticketSort = z.object({ key: z.enum(SORT_KEYS), descending: z.boolean() })
export type TicketSort = z.output<typeof ticketSort>

export const ticketRow = z.object({
  id: ticketId,
  number: z.string(),
  channel,
  kind: z.enum(KINDS),
  subject: z.string(),
  placeText: z.string(),
  districtId: districtId.nullable(),
  contactName: z.string(),
  categoryId: categoryId.nullable(),
  priority,
  status,
  outcome: z.enum(OUTCOMES).nullable(),
  crewId: crewId.nullable(),
  ownerId: userId.nullable(),
  emergency: z.boolean(),
  /** The next deadline that counts; null when none runs (closed, waiting). */
  dueAt: instant.nullable(),
  dueOf: z.enum(DUE_OF).nullable(),
  createdAt: instant,
  lastActivityAt: instant,
  hasUnread: z.boolean(),
  /** The event that it is one report of, by its name; empty for none. */
  storm: z.string(),
})
export type TicketRow = z.output<typeof ticketRow>

/** A key of the sentences that are read out, and their values; a day as `YYYY-MM-DD`. */
const readAloudSentence = z.object({
  key: z.string(),
  params: z.record(z.string(), z.union([z.string(), z.number()])),
})

export const place = z.object({
  /** As people say it: street, number, landmark. */
  text: z.string().trim().max(300),
  districtId: districtId.nullable(),
  lat: z.number().min(-90).max(90).nullable(),
  lon: z.number().min(-180).max(180).nullable(),
  precision: z.enum(PLACE_PRECISIONS),
})
export type Place = z.output<typeof place>

/** A file that the stream door already holds. */
export const attachmentRef = z.object({
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().trim().min(1).max(200),
})

export const attachment = z.object({
  id: z.number().int(),
  sha256: z.string(),
  name: z.string(),
  type: z.string(),
  size: z.number().int(),
  inline: z.boolean(),
  /** What is shown and sent in its place, since somebody redacted it. */
  redacted: z.string().nullable(),
})
export type Attachment = z.output<typeof attachment>

/** The fields that people edit; each is compared by itself, so that two people on different fields never collide. */
export const editableFields = z.object({
  subject: z.string().trim().min(1).max(200),
  description: z.string().trim().max(20_000),
  kind: z.enum(KINDS),
  priority,
  categoryId: categoryId.nullable(),
  place,
  contactId: contactId.nullable(),
  ownerId: userId.nullable(),
  protocolNumber: z
    .string()
    .trim()
    .regex(/^\d{0,7}$/),
  protocolDay: day.nullable(),
})
export type EditableFields = z.output<typeof editableFields>

export const ticketMessage = z.object({
  id: messageId,
  direction: z.enum(['in', 'out']),
  via: z.enum(CHANNELS),
  purpose: z.enum(MESSAGE_PURPOSES),
  /** A machine wrote it: an absence notice, a read receipt. */
  isAutomatic: z.boolean(),
  fromName: z.string(),
  fromAddress: z.string(),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  subject: z.string(),
  /** Without quotes and signature. */
  text: z.string(),
  /** What was cut from the text: earlier mails and signature. */
  quoted: z.string(),
  hasHtml: z.boolean(),
  hasRaw: z.boolean(),
  state: z.enum(MESSAGE_STATES),
  errorCode: z.string().nullable(),
  /** Recipients whom it did not reach, as far as anybody told: sending it again goes to these alone. */
  undelivered: z.array(z.string()),
  /** By recipient; empty for mail that nobody reports on. */
  delivery: z.array(delivery),
  /** Until then a reply can be taken back. */
  heldUntil: instant.nullable(),
  /** `certificata` only ever with a verified signature; `unverified` otherwise; null for ordinary mail. */
  pec: z.enum(['certified', 'unverified', 'anomaly']).nullable(),
  /** What was found of a certified mail's signature, and who had signed; null for ordinary mail. */
  signature: z.object({ outcome: z.enum(SIGNATURE_OUTCOMES), signer: z.string() }).nullable(),
  attachments: z.array(attachment),
  /** Other citizens who were sent the same, each on their own. */
  alsoTo: z.array(z.string()),
})
export type TicketMessage = z.output<typeof ticketMessage>

export const timelineEntry = z.object({
  id: entryId,
  at: instant,
  kind: z.enum(TIMELINE_KINDS),
  /** Empty for what the desk did by itself. */
  actor: z.string(),
  actorId: userId.nullable(),
  /** Plain values for the sentence (`timeline.<kind>` in the locales): names and codes, never ids alone. */
  data: z.record(z.string(), z.unknown()),
  text: z.string(),
  message: ticketMessage.nullable(),
  attachments: z.array(attachment),
  /** The number of the merged ticket that it was written on; null for this ticket's own. */
  of: z.string().nullable(),
})
export type TimelineEntry = z.output<typeof timelineEntry>

export const ticketDetail = ticketRow.extend({
  trackingCode: z.string(),
  description: z.string(),
  place,
  contact: contactCard.nullable(),
  ownerName: z.string(),
  bodyId: bodyId.nullable(),
  waitingUntil: day.nullable(),
  waitingReason: z.enum(WAITING_REASONS).nullable(),
  chaseOn: day.nullable(),
  firstAnswerDue: instant.nullable(),
  firstAnsweredAt: instant.nullable(),
  resolutionDue: instant.nullable(),
  doneAt: instant.nullable(),
  closedAt: instant.nullable(),
  officialAnswerAt: instant.nullable(),
  reopened: z.number().int(),
  masterId: ticketId.nullable(),
  protocolNumber: z.string(),
  protocolDay: day.nullable(),
  createdBy: z.string(),
  /** Visits still to be made, by day. */
  plannedVisits: z.array(z.object({ id: visitId, day, crewId, round: z.string() })),
  /** The visit that was done last, with the crew's note; null before one was. */
  lastDone: z.object({ day, note: z.string() }).nullable(),
  allowed: z.array(status),
  /** The one-sentence answer for phone and counter: a key of `readAloud` and its values. */
  readAloud: readAloudSentence,
})
export type TicketDetail = z.output<typeof ticketDetail>

export const createTicketInput = z.object({
  channel,
  kind: z.enum(KINDS).default('report'),
  subject: z.string().trim().max(200).default(''),
  description: z.string().trim().max(20_000).default(''),
  categoryId: categoryId.nullable().default(null),
  priority: priority.nullable().default(null),
  place: place.default({ text: '', districtId: null, lat: null, lon: null, precision: 'none' }),
  /** A known reporter, a new one, or nobody (anonymous). */
  reporter: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('known'), contactId, add: contactFields.shape.identifiers.default([]) }),
      z.object({ kind: z.literal('new'), contact: contactFields }),
      z.object({ kind: z.literal('anonymous') }),
    ])
    .default({ kind: 'anonymous' }),
  attachments: z.array(attachmentRef).max(50).default([]),
  /** When the citizen wrote it, where that was before somebody typed it in: at most 60 days ago. */
  receivedAt: instant.nullable().default(null),
  /** They ask to be called back, on a number of their own. */
  callback: z.boolean().default(false),
  ...cameBy,
  /** Who typed it while the store was away, where somebody else files it: under one key it is filed once. */
  keptBy: userId.optional(),
  key: onceKey,
})

const created = z.object({ id: ticketId, number: z.string(), trackingCode: z.string() })

export const tickets = {
  list: query(
    pageInput.extend({
      filter: ticketFilter.prefault({}),
      sort: ticketSort.default({ key: 'number', descending: true }),
    }),
    pageOf(ticketRow),
    { needs: 'tickets.read', touchesPerson: true },
  ),
  /** Live counts of the views that ship and of the saved ones. */
  counts: query(
    z.object({}),
    z.object({
      views: z.record(view, z.number().int()),
      saved: z.array(z.object({ id: viewId, count: z.number().int() })),
    }),
    { needs: 'tickets.read' },
  ),
  /** The ids of a whole filtered list, in its order, for "select all". */
  ids: query(
    z.object({
      filter: ticketFilter.prefault({}),
      sort: ticketSort.default({ key: 'number', descending: true }),
      limit: z.number().int().min(1).max(10_000).default(10_000),
    }),
    z.object({ ids: z.array(ticketId) }),
    { needs: 'tickets.read' },
  ),
  get: query(z.object({ id: ticketId }), ticketDetail, { needs: 'tickets.read', touchesPerson: { tickets: 'id' } }),
  timeline: query(z.object({ id: ticketId }), z.object({ entries: z.array(timelineEntry) }), {
    needs: 'tickets.read',
    touchesPerson: { tickets: 'id' },
  }),
  create: command(createTicketInput, created, { needs: 'tickets.create' }),
  /** Writes only `changes`; a field whose `base` the store no longer holds is a `conflict`, and nothing is written. */
  edit: command(
    z.object({ id: ticketId, base: editableFields.partial(), changes: editableFields.partial() }),
    z.object({}),
    { needs: 'tickets.edit' },
  ),
  /** Takes off planned visits that no longer make sense; answers the timeline's entry, for `undoStep`. */
  changeStatus: command(statusChange.extend({ id: ticketId, base: status }), z.object({ entryId }), {
    needs: 'tickets.edit',
    audit: { plain: ['to', 'outcome'] },
  }),
  /**
   * Takes a change of state or crew back, visits and clocks too: by whoever made it, within a minute, and while
   * nothing was built on it (`undo_expired`).
   */
  undoStep: command(z.object({ id: ticketId, entryId }), z.object({}), { needs: 'tickets.edit' }),
  /**
   * Names the crew (no day yet); null takes it away. `crews.plan` gives it a day; days already planned go along to
   * the new crew. `entryId` is null when nothing changed.
   */
  assign: command(
    z.object({
      id: ticketId,
      base: crewId.nullable(),
      crewId: crewId.nullable(),
      note: z.string().trim().max(2000).default(''),
    }),
    z.object({ entryId: entryId.nullable() }),
    { needs: 'tickets.assign' },
  ),
  addNote: command(
    z.object({
      id: ticketId,
      text: z.string().trim().min(1).max(20_000),
      attachments: z.array(attachmentRef).max(50).default([]),
      key: onceKey,
    }),
    z.object({}),
    { needs: 'tickets.note' },
  ),
  /** The office's mark that somebody who works on it has seen what came in; a mere reader leaves it. */
  markRead: command(z.object({ id: ticketId }), z.object({}), { needs: 'tickets.edit' }),
  /** What a receipt shows; the office's words come from the settings. */
  receipt: query(
    z.object({ id: ticketId }),
    z.object({
      number: z.string(),
      trackingCode: z.string(),
      createdAt: instant,
      subject: z.string(),
      description: z.string(),
      placeText: z.string(),
      districtId: districtId.nullable(),
      categoryId: categoryId.nullable(),
      contactName: z.string(),
      answerDue: instant.nullable(),
      /** What happens next, in the words of phone and counter. */
      readAloud: readAloudSentence,
    }),
    { needs: 'tickets.read', touchesPerson: { tickets: 'id' } },
  ),
  /** The same as a PDF, kept among the files that an answer can name; whoever sends nothing leaves it to the sweep. */
  receiptFile: command(
    z.object({ id: ticketId, language: z.enum(['it', 'en']) }),
    z.object({ sha256: z.string(), name: z.string(), size: z.number().int() }),
    { needs: 'tickets.reply', audit: { as: 'none' } },
  ),
}
