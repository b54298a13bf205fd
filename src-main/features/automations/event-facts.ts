import type { AutomationEvent, AutomationFacts } from '@shared/automations/automation'
import type { Channel } from '@shared/channels/channels'
import { isOfficeOpen } from '@shared/deadlines/office-calendar'
import { asInstant } from '@shared/kernel/instant'
import { type Kind, priorityOfRank } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import type { StoredTicket } from '../tickets/ticket-queries'

/** Letters of a citizen's last mail that are looked at for words. */
const WORDS_LOOKED_AT = 20_000

export interface PastEvent extends AutomationEvent {
  readonly ticketId: number
  readonly at: number
}

/** What the rules are asked about: the ticket as it is now, and when it happened. */
export const eventFacts = async (
  db: ReadDb,
  ticket: StoredTicket,
  event: Pick<PastEvent, 'at' | 'trigger'>,
  pathOf: (categoryId: number) => readonly number[],
): Promise<AutomationFacts> => {
  const calendar = await readSetting(db, 'calendar')
  const last = await db
    .selectFrom('messages')
    .select(['from_address', 'subject', 'text'])
    .where('ticket_id', '=', ticket.id)
    .where('direction', '=', 'in')
    .where('purpose', 'in', ['report', 'message'])
    .where('created_at', '<=', event.at)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const known =
    ticket.contact_id === null
      ? []
      : await db
          .selectFrom('contact_identifiers')
          .select('value')
          .where('contact_id', '=', ticket.contact_id)
          .where('kind', 'in', ['email', 'pec'])
          .execute()
  const words = event.trigger === 'citizen_wrote' && last !== undefined ? `${last.subject}\n${last.text}` : ''
  return {
    channel: ticket.channel as Channel,
    categoryIds: ticket.category_id === null ? [] : pathOf(ticket.category_id),
    districtId: ticket.district_id,
    kind: ticket.kind as Kind,
    priority: priorityOfRank(ticket.priority),
    text: `${ticket.subject}\n${ticket.description}\n${words}`.slice(0, WORDS_LOOKED_AT),
    inOfficeHours: isOfficeOpen(calendar, asInstant(event.at)),
    addresses: [...known.map(({ value }) => value), last?.from_address ?? ''].filter((address) => address !== ''),
    isAnonymous: ticket.contact_id === null,
  }
}
