import type { Channel } from '@shared/channels/channels'
import type { Place } from '@shared/contract/tickets'
import { dayAt } from '@shared/deadlines/zone'
import type { ContactId, TicketId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import { emergencyFinder } from '@shared/tickets/emergency'
import { trackingCode } from '@shared/tickets/tracking-code'
import { type Kind, PRIORITY_RANK, type Priority, priorityOfRank } from '@shared/tickets/vocabulary'
import type { RandomBytes } from '@main/platform/random'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { insertRow } from '@main/store/insert-row'
import { noteStep } from '../citizen/note-step'
import { readSetting } from '../settings/read-setting'
import { allocateNumber } from './allocate-number'
import { deadlineColumns } from './refresh-deadlines'
import { refreshSearchRow } from './search-row'
import { streetIdOf } from './street'
import { type Actor, writeEntry } from './write-entry'

export interface NewTicket {
  readonly channel: Channel
  readonly kind: Kind
  readonly subject: string
  readonly description: string
  readonly categoryId: number | null
  /** What a person chose, whatever the words say; null: urgent for words of danger, else the category's own, or normal. */
  readonly priority: Priority | null
  readonly place: Place
  readonly contactId: ContactId | null
  readonly actor: Actor | null
  /** When it reached the office; a mail's arrival may lie before its reading. */
  readonly at: Instant
  /** Something came in that nobody has read: mail, platform. */
  readonly unread: boolean
  /** A message is added in the same write, and the ticket's words are gathered with it. */
  readonly messageFollows?: true
}

export interface OpenedTicket {
  readonly id: TicketId
  readonly number: string
  readonly trackingCode: string
  readonly emergency: boolean
}

/** What nobody has answered yet. */
const NEW = { status: 'new', first_answered_at: null, official_answer_at: null }

const finders = new WeakMap<readonly string[], ReturnType<typeof emergencyFinder>>()
/** Prepared once for as long as the setting stays as it is: a first reading opens thousands of tickets. */
const finderOf = (words: readonly string[]): ReturnType<typeof emergencyFinder> => {
  const known = finders.get(words) ?? emergencyFinder(words)
  finders.set(words, known)
  return known
}

/** The one way in which a ticket begins, whatever the channel; inside a write. */
export const openTicket = async (db: WriteDb, random: RandomBytes, input: NewTicket): Promise<OpenedTicket> => {
  const calendar = await readSetting(db, 'calendar')
  const office = await readSetting(db, 'office')
  const allocated = await allocateNumber(db, Number(dayAt(input.at, calendar.zone).slice(0, 4)))
  const code = trackingCode(random(16))
  const emergency = finderOf(office.emergencyWords)(`${input.subject}. ${input.description}`).length > 0
  const priority = input.priority ?? (emergency ? 'urgent' : await categoryPriority(db, input.categoryId))
  const id = (await insertRow(db, 'tickets', {
    ...allocated,
    tracking_code: code,
    channel: input.channel,
    kind: input.kind,
    subject: input.subject,
    description: input.description,
    status: NEW.status,
    is_open: 1,
    priority: PRIORITY_RANK[priority],
    emergency: emergency ? 1 : 0,
    unread: input.unread ? 1 : 0,
    category_id: input.categoryId,
    district_id: input.place.districtId,
    contact_id: input.contactId,
    street_id: await streetIdOf(db, input.place.text),
    place_text: input.place.text,
    lat: input.place.lat,
    lon: input.place.lon,
    place_precision: input.place.precision,
    created_at: input.at,
    created_by: input.actor?.id ?? null,
    last_activity_at: input.at,
    ...(await deadlineColumns(
      db,
      {
        ...NEW,
        created_at: input.at,
        priority: PRIORITY_RANK[priority],
        kind: input.kind,
        category_id: input.categoryId,
      },
      [],
    )),
  })) as TicketId
  await writeEntry(db, {
    ticketId: id,
    at: input.at,
    kind: 'created',
    actor: input.actor,
    data: { channel: input.channel },
  })
  await noteStep(db, { ticketId: id, channel: input.channel, step: 'received', round: 0, at: input.at })
  if (input.messageFollows !== true) await refreshSearchRow(db, id)
  return { id, number: allocated.number, trackingCode: code, emergency }
}

const categoryPriority = async (db: ReadDb, categoryId: number | null): Promise<Priority> => {
  if (categoryId === null) return 'normal'
  const row = await db
    .selectFrom('categories')
    .select('default_priority')
    .where('id', '=', categoryId)
    .executeTakeFirst()
  return row ? priorityOfRank(row.default_priority) : 'normal'
}
