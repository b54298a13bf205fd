import { RINGS_FOR_MS, TALKS_FOR_MS, UNANSWERED, callState } from '@shared/calls/call-state'
import { type Line, lineKey, lineOf, ringsHere } from '@shared/calls/lines'
import { lastNine, numberTyped } from '@shared/contacts/phone'
import type { Call, RingingCall, calls } from '@shared/contract/calls'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { CallbackId, CallId, ContactId, TicketId } from '@shared/kernel/ids'
import { type Instant, asInstant, instantOrNull } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { findContactIds, ticketsOfContacts } from '../contacts/contact-queries'
import { readSetting } from '../settings/read-setting'

type Person = Call['people'][number]

const MOST_RINGING = 8
/** A number that more people share is a company's or a school's. */
const MOST_PEOPLE = 5
const MOST_FOUND = 50

const readable = (db: ReadDb) =>
  db
    .selectFrom('calls')
    .leftJoin('tickets', 'tickets.id', 'calls.ticket_id')
    .selectAll('calls')
    .select(['tickets.number as ticket_number', 'tickets.subject as ticket_subject'])
type Row = Awaited<ReturnType<ReturnType<typeof readable>['execute']>>[number]

const peopleOf = async (db: ReadDb, keys: readonly string[]): Promise<ReadonlyMap<string, readonly Person[]>> => {
  const found = new Map<string, Person[]>()
  const wanted = [...new Set(keys)].filter((key) => key !== '')
  if (wanted.length === 0) return found
  const rows = await db
    .selectFrom('contact_identifiers')
    .innerJoin('contacts', 'contacts.id', 'contact_identifiers.contact_id')
    .select(['contact_identifiers.last9', 'contacts.id', 'contacts.name'])
    .where('contact_identifiers.last9', 'in', wanted)
    .where('contact_identifiers.last9', '<>', '')
    .where('contact_identifiers.kind', 'in', ['phone', 'whatsapp'])
    .orderBy('contacts.last_seen_at', 'desc')
    .execute()
  for (const { last9, id, name } of rows) {
    const people = found.get(last9) ?? []
    if (people.length < MOST_PEOPLE && !people.some((one) => one.id === (id as ContactId)))
      found.set(last9, [...people, { id: id as ContactId, name }])
  }
  return found
}

const factsOf = (row: Row) => ({
  direction: row.direction === 'out' ? ('out' as const) : ('in' as const),
  startedAt: asInstant(row.started_at),
  answeredAt: instantOrNull(row.answered_at),
  endedAt: instantOrNull(row.ended_at),
  cause: row.cause,
  takenAt: instantOrNull(row.taken_at),
})
const namedLine = (lines: readonly Line[], row: Row): Line | null => lineOf(lines, [row.line_key, row.queue_key])

/** Calls that nobody of ours has taken yet, the longest waiting first. */
const untaken = async (db: ReadDb, now: Instant) => {
  const rows = await readable(db)
    .where('calls.direction', '=', 'in')
    .where('calls.started_at', '>', now - TALKS_FOR_MS)
    .where('calls.ended_at', 'is', null)
    .where('calls.taken_at', 'is', null)
    .orderBy('calls.started_at')
    .orderBy('calls.id')
    .execute()
  if (rows.length === 0) return []
  const { lines } = await readSetting(db, 'phone')
  return rows.flatMap((row) => {
    const state = callState(factsOf(row), now)
    if (state !== 'ringing' && state !== 'talking') return []
    const known = namedLine(lines, row)
    return [{ row, state, known, line: known?.name ?? row.line }]
  })
}

export interface WaitingCall {
  readonly id: CallId
  /** Null: the office has not named it, and it rings everywhere. */
  readonly known: Line | null
  /** Its name, or its number. */
  readonly line: string
}

/** Those that wait for an answer now. */
export const waitingCalls = async (db: ReadDb, now: Instant): Promise<readonly WaitingCall[]> =>
  (await untaken(db, now)).flatMap(({ row, state, known, line }) =>
    state === 'ringing' ? [{ id: row.id as CallId, known, line }] : [],
  )

export const ringingCalls = async (
  db: ReadDb,
  asked: { readonly now: Instant; readonly ringing: readonly string[] | null; readonly namesPeople: boolean },
): Promise<OutputOf<(typeof calls)['ringing']>> => {
  const here = (await untaken(db, asked.now)).filter(({ known }) => ringsHere(known, asked.ringing))
  if (here.length === 0) return { calls: [] }
  // Whoever still waits for an answer comes before whom somebody speaks with already.
  const shown = here
    .toSorted((a, b) => Number(a.state === 'talking') - Number(b.state === 'talking'))
    .slice(0, MOST_RINGING)
  const people = asked.namesPeople
    ? await peopleOf(
        db,
        shown.map(({ row }) => row.number_key),
      )
    : new Map<string, readonly Person[]>()
  const ids = [...people.values()].flat().map(({ id }) => id)
  const open = await ticketsOfContacts(db, ids, true)
  return {
    calls: shown.map(({ row, state, line }): RingingCall => {
      const own = people.get(row.number_key) ?? []
      return {
        id: row.id as CallId,
        state,
        number: row.number,
        line,
        people: [...own],
        startedAt: asInstant(row.started_at),
        openTickets: own
          .flatMap(({ id }) => open.get(id) ?? [])
          .toSorted((a, b) => b.id - a.id)
          .map(({ id, number, subject, status }) => ({ id, number, subject, status })),
      }
    }),
  }
}

/** Missed, and nobody has seen to it; who hides the number cannot be called back and waits for nobody. */
const waiting = (db: ReadDb, now: Instant) =>
  readable(db)
    .where('calls.direction', '=', 'in')
    .where('calls.trial', '=', 0)
    .where('calls.answered_at', 'is', null)
    .where('calls.settled_at', 'is', null)
    .where('calls.number_key', '<>', '')
    .where((eb) => eb.or([eb('calls.taken_at', 'is', null), eb('calls.cause', 'in', [...UNANSWERED])]))
    .where((eb) => eb.or([eb('calls.ended_at', 'is not', null), eb('calls.started_at', '<', now - RINGS_FOR_MS)]))

export const countMissed = async (db: ReadDb, now: Instant): Promise<OutputOf<(typeof calls)['count']>> => {
  const { missed } = await waiting(db, now)
    .clearSelect()
    .select((eb) => eb.fn.countAll<number>().as('missed'))
    .executeTakeFirstOrThrow()
  const first = await db.selectFrom('calls').select('id').where('trial', '=', 0).limit(1).executeTakeFirst()
  return { missed, known: first !== undefined }
}

/** Numbers that a search means: those with these digits, or those of people of that name. */
const keysOf = async (db: ReadDb, text: string): Promise<{ readonly digits: string } | { readonly keys: string[] }> => {
  const number = numberTyped(text)
  if (number !== null) return { digits: lastNine(number) }
  const ids = await findContactIds(db, text, MOST_FOUND)
  if (ids.length === 0) return { keys: [] }
  const rows = await db
    .selectFrom('contact_identifiers')
    .select('last9')
    .distinct()
    .where('contact_id', 'in', ids)
    .where('last9', '<>', '')
    .execute()
  return { keys: rows.map(({ last9 }) => last9) }
}

export const listCalls = async (
  db: ReadDb,
  { show, text, limit }: InputOf<(typeof calls)['list']>,
  now: Instant,
): Promise<OutputOf<(typeof calls)['list']>> => {
  const { lines, keepDays } = await readSetting(db, 'phone')
  let query = (show === 'missed' ? waiting(db, now) : readable(db).where('calls.trial', '=', 0))
    .orderBy('calls.started_at', 'desc')
    .orderBy('calls.id', 'desc')
    .limit(limit + 1)
  if (text !== '') {
    const wanted = await keysOf(db, text)
    if ('digits' in wanted) query = query.where('calls.number_key', 'like', `%${wanted.digits}%`)
    else if (wanted.keys.length === 0) return { calls: [], more: false, keepDays }
    else query = query.where('calls.number_key', 'in', wanted.keys)
  }
  const rows = await query.execute()
  const shown = rows.slice(0, limit)
  const people = await peopleOf(
    db,
    shown.map((row) => row.number_key),
  )
  return {
    calls: shown.map((row) => toCall(row, { lines, now, people: people.get(row.number_key) ?? [] })),
    more: rows.length > limit,
    keepDays,
  }
}

const toCall = (
  row: Row,
  {
    lines,
    now,
    people,
  }: { readonly lines: readonly Line[]; readonly now: Instant; readonly people: readonly Person[] },
): Call => {
  const facts = factsOf(row)
  return {
    id: row.id as CallId,
    state: callState(facts, now),
    number: row.number,
    line: namedLine(lines, row)?.name ?? row.line,
    people: [...people],
    startedAt: facts.startedAt,
    answeredAt: facts.answeredAt,
    endedAt: facts.endedAt,
    by: row.taken_by === '' ? row.answered_by : row.taken_by,
    ticket:
      row.ticket_id === null
        ? null
        : { id: row.ticket_id as TicketId, number: row.ticket_number ?? '', subject: row.ticket_subject ?? '' },
    callbackId: row.callback_id as CallbackId | null,
    settled: row.settled_at !== null,
  }
}

export const linesOf = async (
  db: ReadDb,
  ringing: readonly string[] | null,
): Promise<OutputOf<(typeof calls)['lines']>> => {
  const { lines } = await readSetting(db, 'phone')
  return {
    lines: lines.map(({ name, number }) => ({ key: lineKey(number), name, number })),
    ringing: ringing === null ? null : [...ringing],
  }
}
