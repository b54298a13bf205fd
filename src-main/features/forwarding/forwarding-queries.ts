import type { InputOf, OutputOf } from '@shared/contract/define'
import type { ForwardingRow, forwarding } from '@shared/contract/forwarding'
import { dayAt } from '@shared/deadlines/zone'
import { type AnsweringTimes, answeringTimes } from '@shared/forwarding/answering-times'
import { chaseState, compareChase } from '@shared/forwarding/chase'
import type { BodyId, CategoryId, ForwardingId, MessageId, TicketId } from '@shared/kernel/ids'
import { DAY_MS, type Day, type Instant, asInstant, instantOrNull } from '@shared/kernel/instant'
import { type DeliveryWord, strongestWord } from '@shared/mail/delivery'
import { listOf } from '@main/store/dialects/sqlite/id-list'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'

type List = OutputOf<(typeof forwarding)['list']>

const openRows = (db: ReadDb) =>
  db
    .selectFrom('forwardings')
    .innerJoin('tickets', 'tickets.id', 'forwardings.ticket_id')
    .selectAll('forwardings')
    .select(['tickets.number', 'tickets.subject', 'tickets.place_text', 'tickets.category_id', 'tickets.chase_on'])
    .where('forwardings.ended_at', 'is', null)

type OpenRow = Awaited<ReturnType<ReturnType<typeof openRows>['execute']>>[number]

const todayOf = async (db: ReadDb, now: Instant): Promise<Day> => dayAt(now, (await readSetting(db, 'calendar')).zone)

const factsOf = (row: OpenRow) => ({ chaseOn: row.chase_on as Day | null, answered: row.answered_at !== null })

/** The last thing that went to the body, of each stretch. */
const lettersOf = async (
  db: ReadDb,
  ids: readonly number[],
): Promise<ReadonlyMap<number, NonNullable<ForwardingRow['letter']>>> => {
  const rows = await db
    .selectFrom('forwarding_messages')
    .innerJoin('messages', 'messages.id', 'forwarding_messages.message_id')
    .select(['forwarding_messages.forwarding_id', 'messages.id', 'messages.via', 'messages.state'])
    .where('forwarding_messages.forwarding_id', 'in', listOf(JSON.stringify(ids)))
    .where('forwarding_messages.part', 'in', ['letter', 'reminder'])
    .orderBy('messages.id')
    .execute()
  const last = new Map(rows.map((row) => [row.forwarding_id, row]))
  const words = await db
    .selectFrom('receipts')
    .select(['message_id', 'kind'])
    .where('message_id', 'in', listOf(JSON.stringify([...last.values()].map(({ id }) => id))))
    .execute()
  return new Map(
    [...last].map(([forwardingId, row]) => {
      const said = words.filter(({ message_id: id }) => id === row.id).map(({ kind }) => kind as DeliveryWord)
      // From a certified mailbox the first receipt comes within minutes: its lack says something.
      const silent = row.via === 'pec' && row.state === 'sent' ? ('waiting' as const) : null
      return [
        forwardingId,
        {
          id: row.id as MessageId,
          via: row.via as 'email',
          state: row.state as 'sent',
          delivery: strongestWord(said)?.state ?? silent,
        },
      ]
    }),
  )
}

const toRows = async (db: ReadDb, rows: readonly OpenRow[], today: Day): Promise<ForwardingRow[]> => {
  const letters = await lettersOf(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => ({
    id: row.id as ForwardingId,
    ticketId: row.ticket_id as TicketId,
    number: row.number,
    subject: row.subject,
    placeText: row.place_text,
    categoryId: row.category_id as CategoryId | null,
    bodyId: row.body_id as BodyId,
    beganAt: asInstant(row.began_at),
    chaseOn: row.chase_on as Day | null,
    state: chaseState(factsOf(row), today),
    reminders: row.reminders,
    lastReminderAt: instantOrNull(row.last_reminder_at),
    answeredAt: instantOrNull(row.answered_at),
    letter: letters.get(row.id) ?? null,
    tell: row.tell as ForwardingRow['tell'],
    tellText: row.tell_text,
  }))
}

/** Hundreds at most lie with other bodies at a time: they are read whole, so that the counts are of the same moment. */
export const listForwardings = async (
  db: ReadDb,
  { bodyId, state, offset, limit }: InputOf<(typeof forwarding)['list']>,
  now: Instant,
): Promise<List> => {
  const today = await todayOf(db, now)
  const all = (await openRows(db).orderBy('forwardings.began_at').execute()).filter(
    (row) => bodyId === null || row.body_id === bodyId,
  )
  const isIn = (row: OpenRow, one: typeof state): boolean =>
    one === 'all' || (one === 'to_tell' ? row.tell === 'to_tell' : chaseState(factsOf(row), today) === one)
  const countOf = (one: typeof state): number => all.filter((row) => isIn(row, one)).length
  const wanted = all
    .filter((row) => isIn(row, state))
    .toSorted((a, b) => compareChase(factsOf(a), factsOf(b), today) || a.began_at - b.began_at || a.id - b.id)
  return {
    rows: await toRows(db, wanted.slice(offset, offset + limit), today),
    total: wanted.length,
    counts: {
      all: all.length,
      overdue: countOf('overdue'),
      answered: countOf('answered'),
      to_tell: countOf('to_tell'),
    },
  }
}

export const forwardingOfTicket = async (
  db: ReadDb,
  ticketId: number,
  now: Instant,
): Promise<OutputOf<(typeof forwarding)['ofTicket']>> => {
  const open = await openRows(db).where('forwardings.ticket_id', '=', ticketId).executeTakeFirst()
  if (!open) return { forwarding: null }
  const [row] = await toRows(db, [open], await todayOf(db, now))
  return { forwarding: row ?? null }
}

/** Long enough for a median, short enough to be about how a body works now. */
const YEAR_MS = 366 * DAY_MS

export const timesOfBodies = async (db: ReadDb, now: Instant): Promise<OutputOf<(typeof forwarding)['times']>> => {
  const today = await todayOf(db, now)
  const rows = await db
    .selectFrom('forwardings')
    .innerJoin('tickets', 'tickets.id', 'forwardings.ticket_id')
    .select(['forwardings.body_id', 'began_at', 'answered_at', 'ended_at', 'tickets.chase_on'])
    .where((eb) => eb.or([eb('began_at', '>', now - YEAR_MS), eb('ended_at', 'is', null)]))
    .execute()
  const byBody = Map.groupBy(rows, (row) => row.body_id)
  const bodies = [...byBody].map(([bodyId, stretches]): AnsweringTimes & { bodyId: BodyId } => ({
    bodyId: bodyId as BodyId,
    ...answeringTimes(
      stretches.map((row) => ({
        beganAt: row.began_at,
        answeredAt: row.answered_at,
        endedAt: row.ended_at,
        overdue: row.chase_on !== null && row.chase_on <= today,
      })),
    ),
  }))
  return { bodies: bodies.toSorted((a, b) => b.open - a.open || b.forwarded - a.forwarded) }
}
