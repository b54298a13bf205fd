import { fileTypeFromBuffer } from 'file-type'
import type { OutputOf } from '@shared/contract/define'
import type { ChatFile, whatsapp } from '@shared/contract/whatsapp'
import { spanAt } from '@shared/deadlines/zone'
import { normaliseIdentifier } from '@shared/contacts/identifiers'
import type { ContactId, TicketId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { type Result, err, ok } from '@shared/kernel/result'
import { isOpen } from '@shared/tickets/vocabulary'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import type { ZipEntry } from '@main/platform/zip-entries'
import type { StoredFile } from '@main/store/attachment-files'
import type { WriteDb } from '@main/store/handles'
import { contactByIdentifier } from '../contacts/contact-queries'
import { insertContact, touchContact } from '../contacts/save-contact'
import type { FeatureParts } from '../feature-parts'
import { addressAt } from '../places/street-queries'
import { readSetting } from '../settings/read-setting'
import { attachFiles, forgetUpload, rememberBlob } from '../tickets/attach-files'
import { headline } from '../tickets/create-ticket'
import { openTicket } from '../tickets/open-ticket'
import { refreshSearchRow } from '../tickets/search-row'
import { storedTicket } from '../tickets/ticket-queries'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { type ReadMessage, withChat } from './read-chat'
import { seenMessages } from './seen-queries'

type Imported = OutputOf<(typeof whatsapp)['importChat']>['reports'][number]

/** What one message may attach. */
const LARGEST_FILE = 50 * 1024 * 1024
/** As much of a file as its type can be told from. */
const HEAD_BYTES = 4100

interface Taken extends StoredFile {
  readonly name: string
  readonly type: string
}

interface Report {
  readonly author: string
  readonly messages: readonly ReadMessage[]
}

/** What the phone's clock showed, as a moment; in the hour that comes twice, the first. */
const momentOf = (at: string, zone: string): Instant => {
  const wall = Date.parse(`${at}Z`)
  const guess = wall - spanAt(zone, wall).offset
  return asInstant(wall - spanAt(zone, guess).offset)
}

const reportsOf = (messages: readonly ReadMessage[]): Report[] => {
  const byReport = Map.groupBy(
    messages.filter(({ report }) => report !== null),
    ({ report }) => report,
  )
  return [...byReport].map(([, said]) => ({ author: said[0]?.author ?? '', messages: said }))
}

/** Puts the pictures into the store's folder before the write begins; too large ones stay in the chat. */
const takeFiles = async (
  parts: FeatureParts,
  messages: readonly ReadMessage[],
  entries: ReadonlyMap<string, ZipEntry>,
): Promise<Result<ReadonlyMap<string, Taken>>> => {
  const { files } = parts.current
  const taken = new Map<string, Taken>()
  for (const { file } of messages) {
    const entry = file === null ? undefined : entries.get(file)
    if (entry === undefined || entry.size > LARGEST_FILE || taken.has(entry.name)) continue
    const stored = await files.putStream(await entry.open(), LARGEST_FILE)
    if (!stored.ok) return err(stored.error)
    const head = await files.head(stored.value.sha256, HEAD_BYTES)
    const type = (await fileTypeFromBuffer(head))?.mime ?? 'application/octet-stream'
    taken.set(entry.name, { ...stored.value, name: entry.name.slice(-200), type })
  }
  return ok(taken)
}

const contactOf = async (db: WriteDb, author: string, at: number): Promise<ContactId> => {
  const number = normaliseIdentifier('whatsapp', author)
  // A name of the phone's address book says nothing sure: whose it is, a person joins later.
  if (number === null)
    return insertContact(db, { name: author.slice(0, 120), address: '', notes: '', identifiers: [] }, at)
  const known = await contactByIdentifier(db, ['phone', 'whatsapp'], number.key)
  if (known === null)
    return insertContact(
      db,
      { name: '', address: '', notes: '', identifiers: [{ kind: 'whatsapp', value: author }] },
      at,
    )
  await touchContact(db, known, at)
  return known
}

const textOf = (messages: readonly ReadMessage[]): string =>
  messages
    .map(({ text }) => text)
    .filter((text) => text !== '')
    .join('\n')

interface Writing {
  readonly db: WriteDb
  readonly parts: FeatureParts
  readonly caller: SignedInCaller
  readonly zone: string
  readonly taken: ReadonlyMap<string, Taken>
  readonly people: Map<string, ContactId>
}

/** The messages as one of the ticket's, with their pictures. */
const addMessage = async (
  { db, taken, zone }: Writing,
  to: { readonly ticketId: number; readonly contactId: number | null; readonly purpose: 'report' | 'message' },
  { author, messages }: Report,
): Promise<number> => {
  const at = momentOf(messages.at(-1)?.at ?? '', zone)
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: to.ticketId,
      direction: 'in',
      via: 'whatsapp',
      purpose: to.purpose,
      contact_id: to.contactId,
      from_name: author,
      text: textOf(messages),
      state: 'received',
      sent_at: at,
      created_at: at,
    })
    .executeTakeFirstOrThrow()
  const messageId = Number(insertId)
  const files = messages.flatMap(({ file }) => taken.get(file ?? '') ?? [])
  for (const file of files) await rememberBlob(db, { ...file, at })
  await attachFiles(db, { ticketId: to.ticketId, messageId, at }, files)
  await writeEntry(db, { ticketId: to.ticketId, at, kind: 'message', actor: null, messageId })
  await refreshSearchRow(db, to.ticketId)
  return files.length
}

const newTicket = async (
  writing: Writing,
  report: Report,
): Promise<{ id: TicketId; number: string; contactId: ContactId }> => {
  const { db, parts, caller, zone, people } = writing
  const at = momentOf(report.messages[0]?.at ?? '', zone)
  const contactId = people.get(report.author) ?? (await contactOf(db, report.author, at))
  people.set(report.author, contactId)
  const point = report.messages.find((message) => message.point !== null)?.point ?? null
  const near = point === null ? null : await addressAt(db, point)
  const opened = await openTicket(db, parts.random, {
    channel: 'whatsapp',
    kind: 'report',
    subject: headline(textOf(report.messages)) || report.author,
    description: '',
    categoryId: null,
    priority: null,
    place: {
      text: near?.text ?? '',
      districtId: null,
      lat: point?.lat ?? null,
      lon: point?.lon ?? null,
      precision: point === null ? 'none' : 'point',
    },
    contactId,
    actor: actorOf(caller),
    at,
    unread: true,
  })
  return { id: opened.id, number: opened.number, contactId }
}

/** Where what followed an imported report goes: its ticket, or what that became a part of; null once it is closed. */
const ticketFor = async (db: WriteDb, ids: readonly number[]) => {
  let ticket = ids.length === 0 ? undefined : await storedTicket(db, ids.at(-1) ?? 0)
  for (let step = 0; ticket?.status === 'merged' && ticket.master_id !== null && step < 20; step += 1)
    ticket = await storedTicket(db, ticket.master_id)
  return ticket !== undefined && isOpen(ticket.status as TicketStatus) ? ticket : null
}

const importReport = async (writing: Writing, report: Report): Promise<Imported> => {
  const { db, parts } = writing
  const seen = await seenMessages(
    db,
    report.messages.map(({ digest }) => digest),
  )
  const fresh = report.messages.filter(({ digest }) => !seen.has(digest))
  const before = await ticketFor(db, [...seen.values()])
  const facts = { author: report.author, messages: fresh.length }
  // A voice that the export left out is nothing to read.
  const isNews = fresh.some(({ text, file, point }) => text !== '' || file !== null || point !== null)
  if (!isNews) return { ...facts, outcome: 'seen', ticketId: null, number: before?.number ?? '', messages: 0, files: 0 }
  const rest = { ...report, messages: fresh }
  const opened = before === null ? await newTicket(writing, rest) : null
  const ticketId = opened?.id ?? (before?.id as TicketId)
  const files = await addMessage(
    writing,
    {
      ticketId,
      contactId: opened?.contactId ?? before?.contact_id ?? null,
      purpose: opened === null ? 'message' : 'report',
    },
    rest,
  )
  if (opened === null)
    await db
      .updateTable('tickets')
      .set({ unread: 1, last_activity_at: parts.clock.now() })
      .where('id', '=', ticketId)
      .execute()
  // Few enough at a time for one statement's parameters.
  for (let from = 0; from < fresh.length; from += SEEN_AT_ONCE)
    await db
      .insertInto('whatsapp_seen')
      .values(
        fresh.slice(from, from + SEEN_AT_ONCE).map(({ digest }) => ({
          digest,
          ticket_id: ticketId,
          at: parts.clock.now(),
        })),
      )
      .execute()
  return {
    ...facts,
    outcome: opened === null ? 'appended' : 'created',
    ticketId,
    number: opened?.number ?? before?.number ?? '',
    files,
  }
}

const REPORTS_AT_ONCE = 25
const SEEN_AT_ONCE = 500

export const importChat = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: ChatFile,
): Promise<Result<{ reports: Imported[] }>> => {
  const { store, files } = parts.current
  const office = await store.read(async (db) => ({
    office: await readSetting(db, 'office'),
    zone: (await readSetting(db, 'calendar')).zone,
  }))
  if (!office.ok) return office
  return withChat(files, input, office.value.office, async (chat, entries) => {
    const reports = reportsOf(chat.messages)
    const taken = await takeFiles(
      parts,
      reports.flatMap(({ messages }) => messages),
      entries,
    )
    if (!taken.ok) return taken
    const people = new Map<string, ContactId>()
    const done: Imported[] = []
    // So many at a time that other desks get their turn; what is in is known again when the import is repeated.
    for (let from = 0; from < reports.length; from += REPORTS_AT_ONCE) {
      const written = await store.write(async (db) => {
        const writing: Writing = { db, parts, caller, zone: office.value.zone, taken: taken.value, people }
        const some: Imported[] = []
        for (const report of reports.slice(from, from + REPORTS_AT_ONCE)) some.push(await importReport(writing, report))
        return some
      })
      if (!written.ok) return written
      done.push(...written.value)
    }
    const forgotten = await store.write((db) => forgetUpload(db, input.sha256))
    return forgotten.ok ? ok({ reports: done }) : forgotten
  })
}
