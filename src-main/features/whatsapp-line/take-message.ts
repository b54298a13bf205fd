import type { WhatsappSettings } from '@shared/contract/settings'
import { normaliseIdentifier } from '@shared/contacts/identifiers'
import type { ContactId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import type { LineMessage } from '@shared/whatsapp/webhook'
import type { RandomBytes } from '@main/platform/random'
import type { StoredFile } from '@main/store/attachment-files'
import type { WriteDb } from '@main/store/handles'
import { contactByIdentifier, livingContact } from '../contacts/contact-queries'
import { addIdentifiers, insertContact, touchContact } from '../contacts/save-contact'
import { incomingPlace } from '../places/incoming-place'
import { applyTransition } from '../tickets/apply-transition'
import { attachFiles, rememberBlob } from '../tickets/attach-files'
import { headline } from '../tickets/create-ticket'
import { openTicket } from '../tickets/open-ticket'
import { refreshContactSearch } from '../tickets/pending-work'
import { refreshSearchRow } from '../tickets/search-row'
import { streetIdOf } from '../tickets/street'
import { storedTicket } from '../tickets/ticket-queries'
import { writeEntry } from '../tickets/write-entry'
import { type Target, targetOf } from './conversation-queries'

export interface KeptMedia extends StoredFile {
  readonly name: string
  readonly type: string
}

export interface Taking {
  readonly random: RandomBytes
  readonly now: Instant
  readonly settings: WhatsappSettings
}

/** A file of the message: none, kept here, or gone before anybody fetched it. */
export type MessageMedia = KeptMedia | 'lost' | null

export type Taken = 'opened' | 'added' | 'seen'

const TEXT_LENGTH = 20_000

const writerOf = async (
  db: WriteDb,
  message: LineMessage,
  phone: string,
  known: ContactId | null,
): Promise<ContactId> => {
  const identifiers = [{ kind: 'whatsapp' as const, value: phone }]
  const contactId =
    known ??
    (await insertContact(db, { name: message.name.slice(0, 120), address: '', notes: '', identifiers }, message.at))
  if (known !== null) {
    await addIdentifiers(db, known, identifiers)
    await touchContact(db, known, message.at)
  }
  await refreshContactSearch(db, contactId)
  return contactId
}

/** One message of a citizen, once: its ticket, its words, its file and its place. Inside a write. */
export const takeMessage = async (
  db: WriteDb,
  taking: Taking,
  raw: LineMessage,
  media: MessageMedia,
): Promise<Taken> => {
  const seen = await db
    .selectFrom('whatsapp_received')
    .select('wamid')
    .where('wamid', '=', raw.wamid)
    .executeTakeFirst()
  if (seen) return 'seen'
  // WhatsApp's clock may be ahead of ours.
  const message = { ...raw, at: Math.min(raw.at, taking.now), text: raw.text.slice(0, TEXT_LENGTH) }
  const number = normaliseIdentifier('whatsapp', `+${message.from}`)
  const phone = number?.key ?? `+${message.from}`
  const found = number === null ? null : await contactByIdentifier(db, ['phone', 'whatsapp'], number.key)
  const known = found === null ? null : await livingContact(db, found)
  const target = await targetOf(db, message, { phone, contactId: known, settings: taking.settings })
  const remember = async (ticketId: number | null, messageId: number | null): Promise<void> => {
    await db
      .insertInto('whatsapp_received')
      .values({ wamid: message.wamid, phone, ticket_id: ticketId, message_id: messageId, at: message.at })
      .execute()
  }
  // A sign under a message that belongs to no report, or one that was taken back, says nothing by itself.
  if (message.kind === 'reaction' && (target.kind === 'new' || message.text === '')) {
    await remember(null, null)
    return 'seen'
  }
  const contactId = await writerOf(db, message, phone, known)
  const ticketId = target.kind === 'new' ? await open(db, taking, message, contactId) : target.ticketId
  const messageId = await write(db, taking, { message, media, contactId, ticketId, target })
  await remember(ticketId, messageId)
  return target.kind === 'new' ? 'opened' : 'added'
}

const open = async (db: WriteDb, taking: Taking, message: LineMessage, contactId: ContactId): Promise<number> => {
  const place = await incomingPlace(db, message.point, '')
  const ticket = await openTicket(db, taking.random, {
    channel: 'whatsapp',
    kind: 'report',
    subject: headline(message.text) || message.name.slice(0, 120) || `+${message.from}`,
    description: '',
    categoryId: null,
    priority: null,
    place: { ...place, text: place.text || message.pointName },
    contactId,
    actor: null,
    at: asInstant(message.at),
    unread: true,
    messageFollows: true,
  })
  return ticket.id
}

interface Writing {
  readonly message: LineMessage
  readonly media: MessageMedia
  readonly contactId: ContactId
  readonly ticketId: number
  readonly target: Target
}

const write = async (
  db: WriteDb,
  taking: Taking,
  { message, media, contactId, ticketId, target }: Writing,
): Promise<number> => {
  const { at } = message
  const ticket = await storedTicket(db, ticketId)
  if (target.kind === 'reopen') await applyTransition(db, { ticketId, actor: null, at: taking.now }, { to: 'accepted' })
  const { insertId } = await db
    .insertInto('messages')
    .values({
      ticket_id: ticketId,
      direction: 'in',
      via: 'whatsapp',
      purpose: target.kind === 'new' ? 'report' : 'message',
      contact_id: contactId,
      from_name: message.name || `+${message.from}`,
      text: message.text,
      state: 'received',
      error_code:
        media === 'lost' ? 'whatsapp_media_lost' : message.kind === 'unsupported' ? 'whatsapp_unsupported' : null,
      sent_at: at,
      created_at: at,
    })
    .executeTakeFirstOrThrow()
  const messageId = Number(insertId)
  if (media !== null && media !== 'lost') {
    await rememberBlob(db, { ...media, at: taking.now })
    await attachFiles(db, { ticketId, messageId, at }, [media])
  }
  await writeEntry(db, { ticketId, at, kind: 'message', actor: null, messageId })
  if (message.point !== null && target.kind !== 'new' && ticket !== undefined && ticket.lat === null)
    await placeTicket(db, ticket, message)
  await db
    .updateTable('tickets')
    .set({
      last_activity_at: Math.max(at, ticket?.last_activity_at ?? 0),
      ...(target.kind === 'quiet' ? {} : { unread: 1 }),
    })
    .where('id', '=', ticketId)
    .execute()
  await refreshSearchRow(db, ticketId)
  return messageId
}

/** A place that comes after the words is the report's, where nobody has set one. */
const placeTicket = async (
  db: WriteDb,
  ticket: NonNullable<Awaited<ReturnType<typeof storedTicket>>>,
  { point, pointName }: Pick<LineMessage, 'point' | 'pointName'>,
): Promise<void> => {
  const place = await incomingPlace(db, point, ticket.place_text)
  const text = place.text || pointName
  await db
    .updateTable('tickets')
    .set({
      lat: place.lat,
      lon: place.lon,
      place_precision: place.precision,
      place_text: text,
      street_id: await streetIdOf(db, text),
      district_id: ticket.district_id ?? place.districtId,
    })
    .where('id', '=', ticket.id)
    .execute()
}
