import { DAY_MS } from '@shared/kernel/instant'
import { type PlatformStatus, pushedStatus } from '@shared/platforms/push-status'
import { UNDO_HONOURED_MS } from '@shared/tickets/undo-step'
import type { Outcome, TicketStatus } from '@shared/tickets/vocabulary'
import type { WriteDb } from '@main/store/handles'
import { storedTicket } from '../tickets/ticket-queries'
import { mergedInto } from '../tickets/merged-queries'
import type { StoredPlatform } from './platform-rows'

/** Entries that one look takes: a few milliseconds. */
const BATCH = 200

/**
 * What the office did since the last look becomes updates that wait: steps that can no longer be undone, and official
 * answers. A step that a later one followed is left out, so that an older state never comes after a newer one. Answers
 * whether more is to be looked at.
 */
export const planTelling = async (db: WriteDb, platform: StoredPlatform, now: number): Promise<boolean> => {
  const { last } = await db
    .selectFrom('timeline')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow()
  const entries = await db
    .selectFrom('timeline')
    .select(['id', 'ticket_id', 'at', 'kind', 'data', 'message_id'])
    .where('id', '>', platform.pushed_entry)
    .where('kind', 'in', ['status', 'reopened', 'message'])
    .orderBy('id')
    .limit(BATCH)
    .execute()
  let upTo = platform.pushed_entry
  let waits = false
  for (const entry of entries) {
    // Later entries wait behind it: they are told in their order.
    if (entry.at > now - UNDO_HONOURED_MS || (await mayStillBeTakenBack(db, entry, now))) {
      waits = true
      break
    }
    upTo = entry.id
    const tickets = [entry.ticket_id, ...(await mergedInto(db, entry.ticket_id)).map(({ id }) => id)]
    const requests = await db
      .selectFrom('platform_requests')
      .selectAll()
      .where('platform_id', '=', platform.id)
      .where('ticket_id', 'in', tickets)
      .execute()
    if (requests.length === 0) continue
    const told = entry.kind === 'message' ? await answerOf(db, entry.message_id) : await stepOf(db, entry)
    if (told === null) continue
    for (const request of requests) {
      // Never told of anything, it holds the report for open: a step that was taken back is none.
      const isSame = told.text === '' && (request.pushed_status ?? 'OPEN') === told.status
      if (!isSame) await wait(db, platform, request, { ...told, entryId: entry.id, at: entry.at })
    }
  }
  const isFull = entries.length === BATCH && !waits
  const seen = !waits && !isFull ? Math.max(upTo, Number(last ?? 0)) : upTo
  await db.updateTable('platforms').set({ pushed_entry: seen }).where('id', '=', platform.id).execute()
  return isFull
}

interface Told {
  readonly status: PlatformStatus
  readonly text: string
}

const statusNow = async (db: WriteDb, ticketId: number): Promise<PlatformStatus | null> => {
  const ticket = await storedTicket(db, ticketId)
  return ticket ? pushedStatus(ticket.status as TicketStatus, ticket.outcome as Outcome | null) : null
}

const stepOf = async (
  db: WriteDb,
  { id, ticket_id }: { readonly id: number; readonly ticket_id: number },
): Promise<Told | null> => {
  const later = await db
    .selectFrom('timeline')
    .select('id')
    .where('ticket_id', '=', ticket_id)
    .where('kind', 'in', ['status', 'reopened'])
    .where('id', '>', id)
    .executeTakeFirst()
  if (later) return null
  const status = await statusNow(db, ticket_id)
  return status === null ? null : { status, text: '' }
}

/**
 * An answer that has not left may be taken back, and what a platform was told may not. Not for ever: a mailbox that nobody
 * sends from would keep every other ticket's news with it.
 */
const mayStillBeTakenBack = async (
  db: WriteDb,
  { message_id: id, at }: { readonly message_id: number | null; readonly at: number },
  now: number,
): Promise<boolean> => {
  if (id === null || at <= now - DAY_MS) return false
  const held = await db
    .selectFrom('messages')
    .select('id')
    .where('id', '=', id)
    .where('purpose', '=', 'official')
    .where('state', '=', 'held')
    .executeTakeFirst()
  return held !== undefined
}

/** Only the official word is public: an answer to one person may hold what is that person's. */
const answerOf = async (db: WriteDb, messageId: number | null): Promise<Told | null> => {
  if (messageId === null) return null
  const message = await db
    .selectFrom('messages')
    .select(['ticket_id', 'direction', 'purpose', 'state', 'text'])
    .where('id', '=', messageId)
    .executeTakeFirst()
  if (message?.direction !== 'out' || message.purpose !== 'official' || message.state === 'withdrawn') return null
  const status = await statusNow(db, message.ticket_id)
  return status === null ? null : { status, text: message.text }
}

const wait = async (
  db: WriteDb,
  platform: StoredPlatform,
  request: { readonly request_id: string; readonly ticket_id: number },
  { entryId, at, status, text }: Told & { readonly entryId: number; readonly at: number },
): Promise<void> => {
  await db
    .insertInto('platform_outbox')
    .values({
      platform_id: platform.id,
      request_id: request.request_id,
      ticket_id: request.ticket_id,
      update_id: `cantoniere-${platform.id}-${request.request_id}-${entryId}`,
      status,
      text,
      at,
      state: 'waiting',
    })
    .onConflict((conflict) => conflict.column('update_id').doNothing())
    .execute()
  await db
    .updateTable('platform_requests')
    .set({ pushed_status: status })
    .where('platform_id', '=', platform.id)
    .where('request_id', '=', request.request_id)
    .execute()
}
