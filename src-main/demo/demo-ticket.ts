import type { Channel } from '@shared/channels/channels'
import { addWorkingDays } from '@shared/deadlines/office-calendar'
import { dayAt } from '@shared/deadlines/zone'
import { asInstant, type Day, DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '@shared/kernel/instant'
import type { BodyId, CategoryId, ContactId, CrewId, DistrictId } from '@shared/kernel/ids'
import type { Outcome } from '@shared/tickets/vocabulary'
import { insertContact } from '@main/features/contacts/save-contact'
import { applyTransition } from '@main/features/tickets/apply-transition'
import { attachFiles } from '@main/features/tickets/attach-files'
import { openTicket } from '@main/features/tickets/open-ticket'
import { refreshDeadlines } from '@main/features/tickets/refresh-deadlines'
import { refreshSearchRow } from '@main/features/tickets/search-row'
import { writeEntry } from '@main/features/tickets/write-entry'
import type { WriteDb } from '@main/store/handles'
import type { StoredFile } from '@main/store/attachment-files'
import type { DemoTown } from './demo-town'
import { PHRASES } from './demo-phrases'
import { whenTheyWork } from './demo-hours'
import { FIRST_NAMES, LAST_NAMES, NOTES, STORIES, type Story } from './demo-words'
import type { SeededRandom } from './seeded-random'

export interface DemoMoment {
  readonly town: DemoTown
  readonly random: SeededRandom
  readonly photos: readonly StoredFile[]
  readonly channel: Channel
  /** When the report arrives, and what "today" is. */
  readonly at: Instant
  readonly now: Instant
}

export const CHANNELS: readonly (readonly [number, Channel])[] = [
  [30, 'phone'],
  [24, 'email'],
  [20, 'counter'],
  [16, 'whatsapp'],
  [8, 'platform'],
  [2, 'pec'],
]
/** Said in other words than the commonest. */
const CHANCE_OWN_WORDS = 0.55
const CHANCE_OF_PHOTO = 0.35
const CHANCE_OF_NOTE = 0.3
const CHANCE_FIRST_ANSWER = 0.93
const CHANCE_KNOWN_REPORTER = 0.35
const ONE_IN_SO_MANY_REOPENED = 29
const REOPENED = 'Il cittadino richiama: il problema si è ripresentato.'

/** One report and what has become of it since, step by step, as the office would have done it. */
export const makeDemoTicket = async (db: WriteDb, moment: DemoMoment): Promise<void> => {
  const { town, random, at, channel } = moment
  const story = random.weighted(STORIES)
  const said = random.next() < CHANCE_OWN_WORDS ? random.pick(PHRASES.get(story.category) ?? [story]) : story
  const district = random.pick(town.districts)
  const street = random.pick(town.streets.get(district.name) ?? [])
  const door = random.pick(street.doors)
  const point = random.next() < 0.85 ? door.point : null
  const contact = await demoContact(db, random, channel, at)
  const text = said.text.replace('{n}', String(door.number))
  const opened = await openTicket(db, random.bytes, {
    channel,
    kind: random.next() < 0.94 ? 'report' : 'complaint',
    subject: said.subject,
    description: channel === 'email' || channel === 'pec' ? '' : text,
    categoryId: (town.categories.get(story.category) ?? null) as CategoryId | null,
    priority: random.next() < 0.12 ? 'high' : null,
    place: {
      text: `${street.name} ${door.label}, ${district.name}`,
      districtId: district.id as DistrictId,
      lat: point === null ? null : point.lat + (random.next() - 0.5) * 0.0003,
      lon: point === null ? null : point.lon + (random.next() - 0.5) * 0.0004,
      precision: point === null ? 'street' : 'address',
    },
    contactId: contact.id,
    actor: channel === 'counter' || channel === 'phone' ? (town.users[channel === 'counter' ? 1 : 2] ?? null) : null,
    at,
    unread: false,
  })
  if (channel === 'email' || channel === 'pec')
    await demoMail(db, moment, opened.id, contact, { subject: said.subject, text, channel })
  if (random.next() < CHANCE_OF_PHOTO)
    await attachFiles(db, { ticketId: opened.id, at }, [
      { sha256: random.pick(moment.photos).sha256, name: 'foto.png' },
    ])
  await liveOn(db, moment, opened.id, story, contact)
  await refreshSearchRow(db, opened.id)
}

interface DemoContact {
  readonly id: ContactId | null
  readonly name: string
  readonly email: string
}

const demoContact = async (db: WriteDb, random: SeededRandom, channel: Channel, at: Instant): Promise<DemoContact> => {
  const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`
  const serial = random.whole(1_000_000)
  const emailOf = (owner: string): string =>
    `${owner.toLowerCase().replaceAll(/[^a-z]+/g, '.')}.${serial}@posta.invalid`
  const email = emailOf(name)
  if (channel === 'platform' && random.next() < 0.4) return { id: null, name: '', email: '' }
  if (random.next() < CHANCE_KNOWN_REPORTER) {
    const known = await db
      .selectFrom('contacts')
      .select(['id', 'name'])
      .orderBy('id', 'desc')
      .offset(random.whole(40))
      .limit(1)
      .executeTakeFirst()
    if (known) return { id: known.id as ContactId, name: known.name, email: emailOf(known.name) }
  }
  const mobile = `335 1${String(serial).padStart(6, '0')}`
  const id = await insertContact(
    db,
    {
      name,
      address: '',
      notes: '',
      identifiers:
        channel === 'email' || channel === 'pec' || channel === 'platform'
          ? [{ kind: 'email', value: email }]
          : [{ kind: 'phone', value: mobile }],
    },
    at,
  )
  return { id, name, email }
}

const demoMail = async (
  db: WriteDb,
  { town, at }: DemoMoment,
  ticketId: number,
  contact: DemoContact,
  mail: { readonly subject: string; readonly text: string; readonly channel: Channel },
): Promise<void> => {
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: ticketId,
      direction: 'in',
      via: mail.channel,
      purpose: 'report',
      mailbox_id: town.mailboxId,
      contact_id: contact.id,
      from_name: contact.name,
      from_address: contact.email,
      recipients_to: JSON.stringify(['segnalazioni@dimostrazione.invalid']),
      subject: mail.subject,
      text: `Buongiorno,\n\n${mail.text}\n\nCordiali saluti\n${contact.name}`,
      header_message_id: `<demo-${ticketId}@posta.invalid>`,
      state: 'received',
      pec: mail.channel === 'pec' ? 'unverified' : null,
      created_at: at,
    })
    .executeTakeFirstOrThrow()
  await writeEntry(db, { ticketId, at, kind: 'message', actor: null, messageId: Number(insertId) })
}

/** Whose it may be, by what lies there: nobody writes to the waste company about a lamp. */
const OWNERS: Readonly<Record<string, readonly string[]>> = {
  acqua: ['Acque SpA', 'Consorzio 1 Toscana Nord'],
  caditoie: ['Acque SpA', 'Provincia di Lucca'],
  'zanelle-fossi': ['Consorzio 1 Toscana Nord', 'Provincia di Lucca'],
  'rifiuti-abbandonati': ['ASCIT'],
  illuminazione: ['Provincia di Lucca', 'ANAS', "Autostrade per l'Italia", 'RFI'],
}
const ROAD_OWNERS = ['Provincia di Lucca', 'ANAS', "Autostrade per l'Italia"]

const bodiesFor = (category: string, { bodies }: DemoTown): readonly number[] => {
  const owners = OWNERS[category] ?? ROAD_OWNERS
  const able = bodies.filter(({ name }) => owners.includes(name))
  return (able.length > 0 ? able : bodies).map(({ id }) => id)
}

/** How far a ticket of this age has come; the office answers within the day and settles nearly all within three weeks. */
const liveOn = async (
  db: WriteDb,
  moment: DemoMoment,
  ticketId: number,
  story: Story,
  contact: DemoContact,
): Promise<void> => {
  const { town, random, now } = moment
  let at = moment.at
  const age = (now - at) / DAY_MS
  const manager = town.users[4] ?? null
  /** On to a later moment of work; false when it has not come yet. */
  const later = (most: number): boolean => {
    const then = whenTheyWork(asInstant(at + MINUTE_MS * 15 + Math.round(random.next() * most)), town.calendar, random)
    if (then >= now) return false
    at = then
    return true
  }
  const step = (to: Parameters<typeof applyTransition>[2]): Promise<number> =>
    applyTransition(db, { ticketId, actor: manager, at }, to)
  if (age < 0.4 || !later(3 * HOUR_MS)) {
    await db
      .updateTable('tickets')
      .set({ unread: random.next() < 0.5 ? 1 : 0 })
      .where('id', '=', ticketId)
      .execute()
    return
  }
  await step({ to: 'accepted' })
  if (random.next() < CHANCE_FIRST_ANSWER) await firstAnswer(db, moment, { ticketId, at, contact })
  if (random.next() < CHANCE_OF_NOTE && later(HOUR_MS))
    await writeEntry(db, { ticketId, at, kind: 'note', actor: manager, text: random.pick(NOTES) })
  if (age < 3 && random.next() < 0.4) return
  if (random.next() < 0.07) {
    if (!later(DAY_MS)) return
    const chaseOn = addWorkingDays(dayAt(now, town.calendar.zone), 1 + random.whole(8), town.calendar)
    await step({ to: 'forwarded', bodyId: random.pick(bodiesFor(story.category, town)) as BodyId, chaseOn })
    if (age < 25 || !later(15 * DAY_MS)) return
    await close(
      db,
      moment,
      ticketId,
      at,
      'handled_by_body',
      'la sua segnalazione è stata trasmessa all’ente competente, che ha comunicato la fine dei lavori.',
    )
    return
  }
  const category = town.categories.get(story.category) ?? 0
  const able = town.crews.filter(({ skills }) => skills.has(category))
  const crew = random.pick(able.length > 0 ? able : town.crews)
  if (!later(DAY_MS)) return
  await step({ to: 'assigned', crewId: crew.id as CrewId })
  if (age < 8 && random.next() < 0.6) {
    await planVisit(db, moment, ticketId, crew.id)
    return
  }
  if (age < 25 && random.next() < 0.1) {
    if (!later(DAY_MS)) return
    await step({
      to: 'waiting',
      waitingUntil: addWorkingDays(dayAt(now, town.calendar.zone), 2 + random.whole(6), town.calendar),
      waitingReason: random.pick(['material', 'weather', 'citizen'] as const),
    })
    return
  }
  if (!later(4 * DAY_MS)) return
  await step({ to: 'in_progress' })
  if (age < 9 && random.next() < 0.3) return
  if (!later(DAY_MS)) return
  if (now - at < 10 * DAY_MS) await madeVisit(db, moment, { ticketId, crewId: crew.id, at })
  await applyTransition(db, { ticketId, actor: manager, at, note: story.work }, { to: 'done' })
  if ((age < 12 && random.next() < 0.5) || !later(2 * DAY_MS)) return
  await close(
    db,
    moment,
    ticketId,
    at,
    random.next() < 0.93 ? 'resolved' : random.pick(['not_found', 'planned_works', 'not_feasible'] as const),
    story.answer,
  )
  // Now and then the citizen calls again: it was not as it should be.
  if (ticketId % ONE_IN_SO_MANY_REOPENED !== 0 || !later(6 * DAY_MS)) return
  await applyTransition(db, { ticketId, actor: manager, at, note: REOPENED }, { to: 'accepted' })
  if (later(3 * DAY_MS)) await close(db, moment, ticketId, at, 'resolved', story.answer)
}

/** The first word back, the way that the report came: by mail, or told and noted. */
const firstAnswer = async (
  db: WriteDb,
  { town, channel }: DemoMoment,
  { ticketId, at, contact }: { readonly ticketId: number; readonly at: Instant; readonly contact: DemoContact },
): Promise<void> => {
  const byMail = channel === 'email' || channel === 'pec'
  const author = town.users[byMail ? 3 : channel === 'counter' ? 1 : 2] ?? null
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: ticketId,
      direction: 'out',
      via: byMail ? 'email' : channel === 'counter' ? 'counter' : 'phone',
      purpose: 'reply',
      mailbox_id: byMail ? town.mailboxId : null,
      contact_id: contact.id,
      author_id: author?.id ?? null,
      from_name: byMail ? 'Cantoniere di paese' : (author?.name ?? ''),
      from_address: byMail ? 'segnalazioni@dimostrazione.invalid' : '',
      recipients_to: JSON.stringify(byMail ? [contact.email] : []),
      text: byMail
        ? 'Buongiorno,\n\nabbiamo preso in carico la sua segnalazione: la squadra farà un sopralluogo nei prossimi giorni. Le scriveremo a lavoro fatto.'
        : 'Detto che la segnalazione è presa in carico e che la squadra passerà nei prossimi giorni.',
      state: byMail ? 'sent' : 'recorded',
      sent_at: at,
      created_at: at,
    })
    .executeTakeFirstOrThrow()
  await writeEntry(db, { ticketId, at, kind: 'message', actor: author, messageId: Number(insertId) })
  await db.updateTable('tickets').set({ first_answered_at: at }).where('id', '=', ticketId).execute()
  await refreshDeadlines(db, ticketId)
}

/** A visit in the next working days, after the others of that crew and day; about one ticket in five still has none. */
const planVisit = async (
  db: WriteDb,
  { town, random, now }: DemoMoment,
  ticketId: number,
  crewId: number,
): Promise<void> => {
  if (random.next() < 0.2) return
  const first = addWorkingDays(dayAt(now, town.calendar.zone), 0, town.calendar)
  const day = addWorkingDays(first, random.whole(4), town.calendar)
  await insertVisit(db, { ticketId, crewId, day, minutes: 30 + random.whole(4) * 15, status: 'planned', at: now })
}

/** The visit at which the work was done, so that the days gone by are not blank. */
const madeVisit = (
  db: WriteDb,
  { town, random }: DemoMoment,
  { ticketId, crewId, at }: { readonly ticketId: number; readonly crewId: number; readonly at: Instant },
): Promise<void> =>
  insertVisit(db, {
    ticketId,
    crewId,
    day: dayAt(at, town.calendar.zone),
    minutes: 30 + random.whole(4) * 15,
    status: 'done',
    at,
  })

interface DemoVisit {
  readonly ticketId: number
  readonly crewId: number
  readonly day: Day
  readonly minutes: number
  readonly status: 'planned' | 'done'
  readonly at: Instant
}

const insertVisit = async (db: WriteDb, visit: DemoVisit): Promise<void> => {
  const { n } = await db
    .selectFrom('visits')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('crew_id', '=', visit.crewId)
    .where('day', '=', visit.day)
    .executeTakeFirstOrThrow()
  await db
    .insertInto('visits')
    .values({
      ticket_id: visit.ticketId,
      crew_id: visit.crewId,
      day: visit.day,
      position: n,
      minutes: visit.minutes,
      status: visit.status,
      created_at: visit.at,
    })
    .execute()
}

const close = async (
  db: WriteDb,
  moment: DemoMoment,
  ticketId: number,
  at: Instant,
  outcome: Outcome,
  answer: string,
): Promise<void> => {
  const manager = moment.town.users[4] ?? null
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: ticketId,
      direction: 'out',
      via: 'phone',
      purpose: 'official',
      from_name: manager?.name ?? '',
      author_id: manager?.id ?? null,
      text: `Gentile cittadino, ${answer}`,
      state: 'recorded',
      created_at: at,
    })
    .executeTakeFirstOrThrow()
  await writeEntry(db, { ticketId, at, kind: 'message', actor: manager, messageId: Number(insertId) })
  await db
    .updateTable('tickets')
    .set((eb) => ({ first_answered_at: eb.fn.coalesce('first_answered_at', eb.val(at)), official_answer_at: at }))
    .where('id', '=', ticketId)
    .execute()
  await applyTransition(db, { ticketId, actor: manager, at }, { to: 'closed', outcome })
  await refreshDeadlines(db, ticketId)
}
