import { addWorkingDays } from '@shared/deadlines/office-calendar'
import { dayAt } from '@shared/deadlines/zone'
import { chaseDay } from '@shared/forwarding/chase'
import { asInstant, DAY_MS, HOUR_MS, type Instant } from '@shared/kernel/instant'
import type { BodyId, CategoryId } from '@shared/kernel/ids'
import { insertRule } from '@main/features/competence/save-rule'
import { mendForwardings } from '@main/features/forwarding/undo-forwarding'
import { refreshDeadlines } from '@main/features/tickets/refresh-deadlines'
import { refreshSearchRow } from '@main/features/tickets/search-row'
import { writeEntry } from '@main/features/tickets/write-entry'
import type { WriteDb } from '@main/store/handles'
import type { DemoTown } from './demo-town'
import { SeededRandom } from './seeded-random'

/** Roads that are not the town's, as people say them. */
const ROADS: Readonly<Record<string, readonly string[]>> = {
  'Provincia di Lucca': ['SP 23 km 4+300', 'SP 61 km 1+850', 'Via Pesciatina 112', 'SR 439 km 12+100'],
  ANAS: ['SS 12 km 28+400'],
  "Autostrade per l'Italia": ['A11, sottopasso di Badia Pozzeveri'],
}
const ANSWERS = [
  'Si comunica che l’intervento è stato inserito nel programma dei lavori del prossimo mese.',
  'Il sopralluogo è stato eseguito: i lavori inizieranno entro quindici giorni.',
  'La segnalazione è stata presa in carico dal nostro ufficio manutenzioni.',
]

/** Told by telephone: it is still without an address, as one is in every office. */
const WITHOUT_ADDRESS = 'RFI'
/** With a random of its own: the rest of the town is the same whether this is told or not. */
const SEED = 17
const MOST_THERE = 11
const CHANCE_CLOSED_ANSWERED = 0.8
const SLUG = /[^a-z0-9]+/g

/** Addresses of bodies, an area with a rule, and what has become of each ticket that lies with somebody else. */
export const fillForwardings = async (db: WriteDb, town: DemoTown, now: Instant): Promise<void> => {
  const random = new SeededRandom(SEED)
  const bodies = await db.selectFrom('bodies').select(['id', 'name']).where('is_home', '=', 0).orderBy('id').execute()
  for (const { id, name } of bodies) {
    const slug = name.toLowerCase().replaceAll(SLUG, '-')
    const addresses = { pec: `protocollo@${slug}.invalid`, email: `urp@${slug}.invalid` }
    const given = name === WITHOUT_ADDRESS ? { pec: '', email: '' } : addresses
    await db
      .updateTable('bodies')
      .set({ ...given, chase_days: 20, chase_again_days: 10 })
      .where('id', '=', id)
      .execute()
  }
  await drainageRule(db, town)
  await leaveSomeThere(db)
  const nameOf = new Map(bodies.map(({ id, name }) => [id, name]))
  const stretches = await db
    .selectFrom('forwardings')
    .innerJoin('tickets', 'tickets.id', 'forwardings.ticket_id')
    .selectAll('forwardings')
    .select(['tickets.number', 'tickets.subject', 'tickets.place_text'])
    .orderBy('forwardings.id')
    .execute()
  for (const [index, stretch] of stretches.entries()) {
    const body = nameOf.get(stretch.body_id) ?? ''
    const roads = ROADS[body]
    if (roads) {
      const place = `${random.pick(roads)}, ${stretch.place_text.split(', ').at(-1) ?? ''}`
      await db.updateTable('tickets').set({ place_text: place }).where('id', '=', stretch.ticket_id).execute()
      await refreshSearchRow(db, stretch.ticket_id)
    }
    if (body !== WITHOUT_ADDRESS)
      await write(db, town, stretch, {
        part: 'letter',
        at: stretch.began_at,
        text: `Spett.le ${body},\n\nsi trasmette per competenza la segnalazione n. ${stretch.number}: ${stretch.subject.toLowerCase()}.\n\nCordiali saluti\nComune`,
      })
    await goOn(db, { town, random, now }, { ...stretch, index })
  }
}

/** The last that other bodies settled are still with them: their closing and its answer never came. */
const leaveSomeThere = async (db: WriteDb): Promise<void> => {
  const settled = await db
    .selectFrom('tickets')
    .innerJoin('forwardings', 'forwardings.ticket_id', 'tickets.id')
    .select(['tickets.id', 'forwardings.body_id', 'forwardings.began_at'])
    .where('tickets.status', '=', 'closed')
    .where('tickets.outcome', '=', 'handled_by_body')
    .orderBy('forwardings.began_at', 'desc')
    .limit(MOST_THERE)
    .execute()
  for (const { id, body_id: bodyId, began_at: beganAt } of settled) {
    await db.deleteFrom('timeline').where('ticket_id', '=', id).where('at', '>', beganAt).execute()
    await db.deleteFrom('messages').where('ticket_id', '=', id).where('purpose', '=', 'official').execute()
    const open = { status: 'forwarded', is_open: 1, resume_status: 'accepted', outcome: null }
    await db
      .updateTable('tickets')
      .set({ ...open, body_id: bodyId, closed_at: null, official_answer_at: null, last_activity_at: beganAt })
      .where('id', '=', id)
      .execute()
    await mendForwardings(db, id, null, { status: 'closed', body_id: bodyId }, { status: 'forwarded', body_id: bodyId })
    await refreshDeadlines(db, id)
    await refreshSearchRow(db, id)
  }
}

/** A strip of land along an invented stream, and whose it is. */
const drainageRule = async (db: WriteDb, town: DemoTown): Promise<void> => {
  const consortium = await db.selectFrom('bodies').select('id').where('name', 'like', 'Consorzio%').executeTakeFirst()
  const [from, to] = [town.districts[3], town.districts[11]]
  if (!consortium || !from || !to) return
  const name = 'Rio dimostrativo'
  const width = 0.0012
  const ring = [
    [from.lon - width, from.lat],
    [from.lon + width, from.lat],
    [to.lon + width, to.lat],
    [to.lon - width, to.lat],
    [from.lon - width, from.lat],
  ]
  const geometry = JSON.stringify({ type: 'Polygon', coordinates: [ring] })
  await db.insertInto('areas').values({ kind: 'competence', name, district_id: null, geometry }).execute()
  const banks = await db.selectFrom('categories').select('id').where('key', 'in', ['verde', 'frane']).execute()
  const categoryIds = banks.map(({ id }) => id as CategoryId)
  await insertRule(db, {
    name: 'Corsi d’acqua del Consorzio',
    bodyId: consortium.id as BodyId,
    // What a stream can be about: nobody is asked on which side a lamp stands.
    categoryIds,
    roadKinds: [],
    roadNames: [],
    areas: [{ kind: 'competence', name }],
    hours: 'any',
    season: null,
    active: true,
  })
}

/** When it should have been asked about: never before it was sent. */
const dueFor = (beganAt: Instant, wanted: Instant, { calendar }: DemoTown): string =>
  addWorkingDays(dayAt(wanted > beganAt ? wanted : beganAt, calendar.zone), wanted > beganAt ? 0 : 2, calendar)

interface DemoStretch {
  readonly id: number
  readonly ticket_id: number
  readonly began_at: number
  readonly ended_at: number | null
  readonly index: number
}

/** By turns: answered, to be chased, reminded once, or still in its time; one in five waits to be told to the citizen. */
const goOn = async (
  db: WriteDb,
  { town, random, now }: { readonly town: DemoTown; readonly random: SeededRandom; readonly now: Instant },
  stretch: DemoStretch,
): Promise<void> => {
  const { id, ticket_id: ticketId, began_at: beganAt, ended_at: endedAt, index } = stretch
  const last = endedAt ?? now
  const answerAt = beganAt + Math.round((last - beganAt) * (0.3 + random.next() * 0.6))
  const isAnswered = endedAt === null ? index % 5 === 1 : random.next() < CHANCE_CLOSED_ANSWERED
  const chaseOn = (at: number, days: number): string =>
    chaseDay(dayAt(asInstant(at), town.calendar.zone), days, town.calendar)
  if (endedAt === null && index % 5 === 3 && now - beganAt > 12 * DAY_MS) {
    const at = now - 6 * DAY_MS - HOUR_MS
    await write(db, town, stretch, { part: 'reminder', at, text: 'Spett.le ente,\n\nsi sollecita un riscontro.' })
    await db.updateTable('forwardings').set({ reminders: 1, last_reminder_at: at }).where('id', '=', id).execute()
    await db
      .updateTable('tickets')
      .set({ chase_on: chaseOn(at, 10) })
      .where('id', '=', ticketId)
      .execute()
  } else if (endedAt === null)
    await db
      .updateTable('tickets')
      .set({
        chase_on:
          index % 2 === 0
            ? dueFor(asInstant(beganAt), asInstant(now - (1 + random.whole(9)) * DAY_MS), town)
            : chaseOn(now, 2 + random.whole(9)),
      })
      .where('id', '=', ticketId)
      .execute()
  if (isAnswered) {
    await write(db, town, stretch, { part: 'answer', at: answerAt, text: random.pick(ANSWERS) })
    await db.updateTable('forwardings').set({ answered_at: answerAt }).where('id', '=', id).execute()
  }
  const tell = index % 5 === 2 && endedAt === null ? 'to_tell' : 'told'
  const words =
    'La sua segnalazione riguarda un’opera di un altro ente: gliel’abbiamo trasmessa e seguiamo noi la pratica.'
  await db.updateTable('forwardings').set({ tell, tell_text: words }).where('id', '=', id).execute()
}

const write = async (
  db: WriteDb,
  town: DemoTown,
  stretch: Pick<DemoStretch, 'id' | 'ticket_id'>,
  { part, at, text }: { readonly part: 'letter' | 'reminder' | 'answer'; readonly at: number; readonly text: string },
): Promise<void> => {
  const isIn = part === 'answer'
  const body = await db
    .selectFrom('forwardings')
    .innerJoin('bodies', 'bodies.id', 'forwardings.body_id')
    .select(['bodies.name', 'bodies.pec'])
    .where('forwardings.id', '=', stretch.id)
    .executeTakeFirstOrThrow()
  const author = isIn ? null : (town.users[4] ?? null)
  const own = 'segnalazioni@dimostrazione.invalid'
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: stretch.ticket_id,
      direction: isIn ? 'in' : 'out',
      via: 'email',
      purpose: isIn ? 'body_answer' : part,
      mailbox_id: town.mailboxId,
      author_id: author?.id ?? null,
      from_name: isIn ? body.name : 'Cantoniere di paese',
      from_address: isIn ? body.pec : own,
      recipients_to: JSON.stringify([isIn ? own : body.pec]),
      subject: isIn ? 'R: segnalazione trasmessa' : 'Segnalazione trasmessa per competenza',
      text,
      header_message_id: `<demo-${part}-${stretch.id}@dimostrazione.invalid>`,
      state: isIn ? 'received' : 'sent',
      sent_at: at,
      created_at: at,
    })
    .executeTakeFirstOrThrow()
  const messageId = Number(insertId)
  await db
    .insertInto('forwarding_messages')
    .values({ message_id: messageId, forwarding_id: stretch.id, part })
    .execute()
  await writeEntry(db, { ticketId: stretch.ticket_id, at, kind: 'message', actor: author, messageId })
}
