import type { WhatsappSettings } from '@shared/contract/settings'
import { DAY_MS } from '@shared/kernel/instant'
import { comesBack, goesOn, isThanks } from '@shared/whatsapp/conversation'
import type { LineMessage } from '@shared/whatsapp/webhook'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { storedTicket } from '../tickets/ticket-queries'
import { openTicketOf } from '../whatsapp/going-on'

/** Where a message goes: to a ticket as it is, to one that is opened again by it, or to a new one. */
export type Target =
  | { readonly kind: 'new' }
  | { readonly kind: 'join' | 'reopen'; readonly ticketId: number }
  /** Thanks for what is closed: it is kept there and moves nothing. */
  | { readonly kind: 'quiet'; readonly ticketId: number }

/** The ticket of the message that somebody quotes or reacts to, theirs or ours. */
export const ticketOfWamid = async (db: ReadDb, wamid: string): Promise<number | null> => {
  const received = await db
    .selectFrom('whatsapp_received')
    .select('ticket_id')
    .where('wamid', '=', wamid)
    .executeTakeFirst()
  if (received) return received.ticket_id
  const sent = await db
    .selectFrom('whatsapp_parts')
    .innerJoin('messages', 'messages.id', 'whatsapp_parts.message_id')
    .select('messages.ticket_id')
    .where('whatsapp_parts.wamid', '=', wamid)
    .executeTakeFirst()
  return sent?.ticket_id ?? null
}

interface LastTalk {
  readonly ticketId: number
  readonly lastIn: number | null
  readonly lastOut: number | null
}

/** The ticket on which this number was last heard from or written to by WhatsApp, and when; imported chats count. */
const lastTalk = async (db: ReadDb, phone: string, contactId: number | null, at: number): Promise<LastTalk | null> => {
  const received = await db
    .selectFrom('whatsapp_received')
    .select(['ticket_id', 'at'])
    .where('phone', '=', phone)
    .where('ticket_id', 'is not', null)
    .where('at', '<=', at)
    .orderBy('at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const known =
    contactId === null
      ? undefined
      : await db
          .selectFrom('messages')
          .innerJoin('tickets', 'tickets.id', 'messages.ticket_id')
          .select(['messages.ticket_id'])
          .where('tickets.contact_id', '=', contactId)
          .where('messages.via', '=', 'whatsapp')
          .where('messages.state', '<>', 'withdrawn')
          .where('messages.created_at', '<=', at)
          .orderBy('messages.created_at', 'desc')
          .limit(1)
          .executeTakeFirst()
  const ticketId = known?.ticket_id ?? received?.ticket_id ?? null
  if (ticketId === null) return null
  const last = async (direction: 'in' | 'out'): Promise<number | null> => {
    const { moment } = await db
      .selectFrom('messages')
      .select(({ fn }) => fn.max<number | null>('created_at').as('moment'))
      .where('ticket_id', '=', ticketId)
      .where('via', '=', 'whatsapp')
      .where('direction', '=', direction)
      .where('state', '<>', 'withdrawn')
      .where('created_at', '<=', at)
      .executeTakeFirstOrThrow()
    return moment
  }
  return { ticketId, lastIn: await last('in'), lastOut: await last('out') }
}

const ofClosed = async (db: ReadDb, message: LineMessage, ticketId: number, isAnswer: boolean): Promise<Target> => {
  const ticket = await storedTicket(db, ticketId)
  if (!ticket || ticket.status !== 'closed' || !isAnswer) return { kind: 'new' }
  if (message.kind === 'reaction') return { kind: 'quiet', ticketId }
  if (message.media === null && message.point === null && isThanks(message.text)) return { kind: 'quiet', ticketId }
  const { reopenWithinDays } = await readSetting(db, 'mail')
  const isLate = message.at - (ticket.closed_at ?? message.at) > reopenWithinDays * DAY_MS
  return isLate ? { kind: 'new' } : { kind: 'reopen', ticketId }
}

/**
 * The ticket that a message goes on with. What it quotes says so by itself; otherwise the writer's last talk does: the
 * same report until a silence, an answer to the office's word, or whatever a ticket that waits for the citizen gets.
 */
export const targetOf = async (
  db: ReadDb,
  message: LineMessage,
  {
    phone,
    contactId,
    settings,
  }: {
    readonly phone: string
    readonly contactId: number | null
    readonly settings: Pick<WhatsappSettings, 'pauseHours'>
  },
): Promise<Target> => {
  const quoted = message.answers === null ? null : await ticketOfWamid(db, message.answers)
  if (quoted !== null) {
    const open = await openTicketOf(db, quoted)
    return open === null ? ofClosed(db, message, quoted, true) : { kind: 'join', ticketId: open.id }
  }
  const talk = await lastTalk(db, phone, contactId, message.at)
  if (talk === null) return { kind: 'new' }
  const open = await openTicketOf(db, talk.ticketId)
  const conversation = {
    at: message.at,
    lastIn: talk.lastIn,
    lastOut: talk.lastOut,
    pauseHours: settings.pauseHours,
    isWaiting: open?.status === 'waiting' && open.waiting_reason === 'citizen',
  }
  if (open === null) return ofClosed(db, message, talk.ticketId, comesBack(conversation))
  return goesOn(conversation) ? { kind: 'join', ticketId: open.id } : { kind: 'new' }
}
