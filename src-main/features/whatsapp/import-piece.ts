import type { OutputOf } from '@shared/contract/define'
import type { ChatFile, whatsapp } from '@shared/contract/whatsapp'
import { refuse } from '@shared/kernel/app-error'
import type { CategoryId, ContactId, TicketId } from '@shared/kernel/ids'
import { saysSomething } from '@shared/whatsapp/cut-chat'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { incomingPlace } from '../places/incoming-place'
import { attachFiles, rememberBlob } from '../tickets/attach-files'
import { headline } from '../tickets/create-ticket'
import { type OpenedTicket, openTicket } from '../tickets/open-ticket'
import { refreshContactSearch } from '../tickets/pending-work'
import { refreshSearchRow } from '../tickets/search-row'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { authorsContact, knownAuthor, numberOf } from './chat-people'
import { momentOf } from '@shared/whatsapp/chat-time'
import { openTicketOf } from './going-on'
import { type ReadChat, type ReadMessage, type ReadPiece, textOfMessages } from './read-chat'
import type { TakenFile } from './take-files'

export type ImportedPiece = OutputOf<(typeof whatsapp)['importChat']>['reports'][number]

/** One import's write: what it knows and what it has found out so far. */
export interface Writing {
  readonly db: WriteDb
  readonly parts: FeatureParts
  readonly caller: SignedInCaller
  readonly importId: number
  readonly zone: string
  readonly chat: ReadChat
  readonly taken: ReadonlyMap<string, TakenFile>
  readonly seen: ReadonlyMap<string, number>
  readonly numbers: ChatFile['numbers']
  readonly people: Map<string, ContactId>
}

/** What a person said of a piece; `into` undefined: by the rule. */
export interface Decision {
  readonly categoryId: CategoryId | null
  readonly into?: TicketId | null | undefined
}

const SEEN_AT_ONCE = 200

const personOf = async (writing: Writing, author: string, at: number): Promise<ContactId> => {
  const { db, chat, people } = writing
  const before = people.get(author)
  if (before !== undefined) return before
  const known = await knownAuthor(db, author, chat, writing)
  const contactId = await authorsContact(db, author, known, { number: numberOf(author, writing.numbers), at })
  await refreshContactSearch(db, contactId)
  people.set(author, contactId)
  return contactId
}

const newTicket = async (
  writing: Writing,
  piece: ReadPiece,
  categoryId: CategoryId | null,
): Promise<{ readonly opened: OpenedTicket; readonly contactId: ContactId }> => {
  const { db, parts, caller, zone } = writing
  const at = momentOf(piece.messages[0]?.at ?? '', zone)
  const contactId = await personOf(writing, piece.author, at)
  const point = piece.messages.find((message) => message.point !== null)?.point ?? null
  const opened = await openTicket(db, parts.random, {
    channel: 'whatsapp',
    kind: 'report',
    subject: headline(textOfMessages(piece.messages)) || piece.author,
    description: '',
    categoryId,
    priority: null,
    place: await incomingPlace(db, point, ''),
    contactId,
    actor: actorOf(caller),
    at,
    unread: true,
    messageFollows: true,
  })
  return { opened, contactId }
}

/** The messages as one of the ticket's, with their pictures. */
const addMessage = async (
  { db, taken, zone }: Writing,
  to: { readonly ticketId: number; readonly contactId: number | null; readonly purpose: 'report' | 'message' },
  { author, messages }: ReadPiece,
): Promise<{ readonly messageId: number; readonly files: number }> => {
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
      text: textOfMessages(messages),
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
  return { messageId, files: files.length }
}

const remember = async (
  { db, parts, importId }: Writing,
  messages: readonly ReadMessage[],
  to: { readonly ticketId: number; readonly messageId: number; readonly opened: boolean },
): Promise<void> => {
  const at = parts.clock.now()
  // Few enough at a time for one statement's parameters.
  for (let from = 0; from < messages.length; from += SEEN_AT_ONCE)
    await db
      .insertInto('whatsapp_seen')
      .values(
        messages.slice(from, from + SEEN_AT_ONCE).map(({ digest }) => ({
          digest,
          ticket_id: to.ticketId,
          at,
          import_id: importId,
          message_id: to.messageId,
        })),
      )
      .execute()
  await db
    .insertInto('whatsapp_import_messages')
    .values({
      import_id: importId,
      message_id: to.messageId,
      ticket_id: to.ticketId,
      opened: to.opened ? 1 : 0,
      said: messages.length,
    })
    .execute()
}

/** Where a piece goes: where a person said, or to the ticket of its earlier messages; null opens one. */
const targetOf = async (
  db: WriteDb,
  { into }: Decision,
  earlier: number | undefined,
): Promise<Awaited<ReturnType<typeof openTicketOf>>> => {
  if (into === null) return null
  if (into !== undefined) return (await openTicketOf(db, into)) ?? refuse('ticket_closed', { field: 'pieces' })
  return earlier === undefined ? null : openTicketOf(db, earlier)
}

export const importPiece = async (writing: Writing, piece: ReadPiece, decision: Decision): Promise<ImportedPiece> => {
  const { db, parts, seen } = writing
  const fresh = piece.messages.filter(({ digest }) => !seen.has(digest))
  const earlier = piece.messages.findLast(({ digest }) => seen.has(digest))
  const before = earlier === undefined ? undefined : seen.get(earlier.digest)
  if (!fresh.some(saysSomething)) {
    const ticket = before === undefined ? null : await openTicketOf(db, before)
    const facts = { author: piece.author, messages: 0, files: 0 }
    return { ...facts, outcome: 'seen', ticketId: null, number: ticket?.number ?? '' }
  }
  const rest = { ...piece, messages: fresh }
  const target = await targetOf(db, decision, before)
  const made = target === null ? await newTicket(writing, rest, decision.categoryId) : null
  const ticketId = (made?.opened.id ?? target?.id) as TicketId
  const { messageId, files } = await addMessage(
    writing,
    {
      ticketId,
      contactId: made?.contactId ?? (await personOf(writing, piece.author, momentOf(fresh[0]?.at ?? '', writing.zone))),
      purpose: made === null ? 'message' : 'report',
    },
    rest,
  )
  if (made === null)
    await db
      .updateTable('tickets')
      .set({ unread: 1, last_activity_at: parts.clock.now() })
      .where('id', '=', ticketId)
      .execute()
  await remember(writing, fresh, { ticketId, messageId, opened: made !== null })
  return {
    outcome: made === null ? 'appended' : 'created',
    ticketId,
    number: made?.opened.number ?? target?.number ?? '',
    author: piece.author,
    messages: fresh.length,
    files,
  }
}
