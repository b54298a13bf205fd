import { isDeepStrictEqual } from 'node:util'
import type { InputOf } from '@shared/contract/define'
import type { EditableFields, tickets } from '@shared/contract/tickets'
import { refuse } from '@shared/kernel/app-error'
import type { CategoryId, ContactId, DistrictId, UserId } from '@shared/kernel/ids'
import type { Day } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { type Kind, PRIORITY_RANK, type PlacePrecision, priorityOfRank } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import { checkBase } from '@main/store/check-base'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { livingContact } from '../contacts/contact-queries'
import type { FeatureParts } from '../feature-parts'
import { nameOf } from './names'
import { refreshDeadlines } from './refresh-deadlines'
import { refreshSearchRow } from './search-row'
import type { FieldBefore } from './step-before'
import { streetIdOf } from './street'
import { storedTicket } from './ticket-queries'
import type { StoredTicket } from './ticket-rows'
import { type Actor, actorOf, writeEntry } from './write-entry'

type EditTicket = InputOf<(typeof tickets)['edit']>

export const editableOf = (ticket: StoredTicket): EditableFields => ({
  subject: ticket.subject,
  description: ticket.description,
  kind: ticket.kind as Kind,
  priority: priorityOfRank(ticket.priority),
  categoryId: ticket.category_id as CategoryId | null,
  place: {
    text: ticket.place_text,
    districtId: ticket.district_id as DistrictId | null,
    lat: ticket.lat,
    lon: ticket.lon,
    precision: ticket.place_precision as PlacePrecision,
  },
  contactId: ticket.contact_id as ContactId | null,
  ownerId: ticket.owner_id as UserId | null,
  protocolNumber: ticket.protocol_number,
  protocolDay: ticket.protocol_day as Day | null,
})

/** Two people on different fields both hold; on the same field the second one is asked. */
export const editTicket = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: EditTicket,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const ticket = (await storedTicket(db, input.id)) ?? refuse('not_found')
    if (ticket.status === 'merged') refuse('ticket_merged')
    checkBase(editableOf(ticket), input.base, input.changes)
    await writeFields(db, ticket, input.changes, { actor: actorOf(caller), at: parts.clock.now() })
    return {}
  })

export interface FieldsAct {
  readonly actor: Actor | null
  readonly at: number
  /** Kept in the entries of what changed, for whoever takes it back. */
  readonly undo?: FieldBefore
}

/** The one that a merged citizen went into; a citizen that is none takes nobody's place. */
const living = async (db: WriteDb, id: ContactId): Promise<ContactId> =>
  (await livingContact(db, id)) ?? refuse('not_found', { field: 'contactId' })

/** Writes what differs of one ticket, inside a write: fields, deadlines, search and timeline. Answers the entries. */
export const writeFields = async (
  db: WriteDb,
  ticket: StoredTicket,
  wanted: EditTicket['changes'],
  { actor, at, undo }: FieldsAct,
): Promise<number[]> => {
  const before = editableOf(ticket)
  const changes = changedFrom(before, wanted)
  if (Object.keys(changes).length === 0) return []
  await db
    .updateTable('tickets')
    .set({
      ...(changes.subject === undefined ? {} : { subject: changes.subject }),
      ...(changes.description === undefined ? {} : { description: changes.description }),
      ...(changes.kind === undefined ? {} : { kind: changes.kind }),
      ...(changes.priority === undefined ? {} : { priority: PRIORITY_RANK[changes.priority] }),
      ...(changes.categoryId === undefined ? {} : { category_id: changes.categoryId }),
      ...(changes.contactId === undefined
        ? {}
        : { contact_id: changes.contactId === null ? null : await living(db, changes.contactId) }),
      ...(changes.ownerId === undefined ? {} : { owner_id: changes.ownerId }),
      ...(changes.protocolNumber === undefined ? {} : { protocol_number: changes.protocolNumber }),
      ...(changes.protocolDay === undefined ? {} : { protocol_day: changes.protocolDay }),
      ...(changes.place === undefined
        ? {}
        : {
            place_text: changes.place.text,
            district_id: changes.place.districtId,
            lat: changes.place.lat,
            lon: changes.place.lon,
            place_precision: changes.place.precision,
            street_id: await streetIdOf(db, changes.place.text),
          }),
      last_activity_at: at,
    })
    .where('id', '=', ticket.id)
    .execute()
  await refreshDeadlines(db, ticket.id)
  await refreshSearchRow(db, ticket.id)
  const entries: number[] = []
  for (const field of Object.keys(changes) as (keyof EditableFields)[])
    entries.push(
      await writeEntry(db, {
        ticketId: ticket.id,
        at,
        kind: 'fields',
        actor,
        data: {
          field,
          from: await shown(db, field, before),
          to: await shown(db, field, { ...before, ...changes }),
          ...(undo === undefined ? {} : { undo }),
        },
      }),
    )
  return entries
}

/** What the store does not hold already: a field set to what it is leaves no trace. */
const changedFrom = (before: EditableFields, changes: EditTicket['changes']): Partial<EditableFields> =>
  Object.fromEntries(
    Object.entries(changes).filter(
      ([field, value]) => value !== undefined && !isDeepStrictEqual(value, before[field as keyof EditableFields]),
    ),
  ) as Partial<EditableFields>

/** What the timeline says of a field: names as they are today, never ids; long texts are not repeated. */
const shown = async (db: ReadDb, field: keyof EditableFields, fields: EditableFields): Promise<string> => {
  switch (field) {
    case 'categoryId':
      return nameOf(db, 'categories', fields.categoryId)
    case 'contactId':
      return nameOf(db, 'contacts', fields.contactId)
    case 'ownerId':
      return fields.ownerId === null
        ? ''
        : ((await db.selectFrom('users').select('display_name').where('id', '=', fields.ownerId).executeTakeFirst())
            ?.display_name ?? '')
    case 'place':
      return fields.place.text
    case 'description':
      return ''
    default:
      return fields[field] ?? ''
  }
}
