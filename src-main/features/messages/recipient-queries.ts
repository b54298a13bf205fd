import type { OutputOf } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import type { MailboxId } from '@shared/kernel/ids'
import { mailTag, parseNumber } from '@shared/tickets/number'
import { refuse } from '@shared/kernel/app-error'
import type { ReadDb } from '@main/store/handles'
import { addressList } from '../tickets/address-list'
import { storedTicket } from '../tickets/ticket-queries'

type Recipients = OutputOf<(typeof messages)['recipients']>

/**
 * Who an answer goes to: the citizen that the ticket names now, at the address they wrote from last if it is one of
 * theirs, with those who were copied on that mail; and the mailbox the last mail came to. Our own addresses are never
 * among them.
 */
export const recipientsOf = async (db: ReadDb, ticketId: number): Promise<Recipients> => {
  const ticket = (await storedTicket(db, ticketId)) ?? refuse('not_found')
  const kept = await db
    .selectFrom('mailboxes')
    .select(['id', 'name', 'address', 'active'])
    .where('removed', '=', 0)
    .orderBy('id')
    .execute()
  const boxes = kept.filter(({ active }) => active === 1)
  const own = new Set(kept.map(({ address }) => address.toLowerCase()))
  const last = await db
    .selectFrom('messages')
    .select(['from_address', 'recipients_cc', 'mailbox_id'])
    .where('ticket_id', '=', ticketId)
    .where('direction', '=', 'in')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const known = ticket.contact_id === null ? [] : await identifiersOf(db, ticket.contact_id)
  const writer = last && !own.has(last.from_address.toLowerCase()) ? last.from_address : ''
  const addresses = known.filter(({ kind }) => kind === 'email' || kind === 'pec').map(({ value }) => value)
  // Somebody else may have written last, or the citizen was corrected since: an answer follows the ticket's citizen.
  const isTheirs =
    ticket.contact_id === null || addresses.some((address) => address.toLowerCase() === writer.toLowerCase())
  const answerTo = isTheirs ? writer : (addresses.find((address) => !own.has(address.toLowerCase())) ?? '')
  const to = answerTo === '' ? [] : [answerTo]
  const cc = (last && isTheirs ? addressList(last.recipients_cc) : []).filter(
    (address) => !own.has(address.toLowerCase()) && !to.includes(address),
  )
  const number = parseNumber(ticket.number)
  const defaultBox = boxes.find(({ id }) => id === last?.mailbox_id) ?? boxes[0]
  return {
    mailboxes: boxes.map((box) => ({
      id: box.id as MailboxId,
      name: box.name,
      address: box.address,
      isDefault: box === defaultBox,
    })),
    to,
    cc,
    others: isTheirs || writer === '' ? [] : [writer],
    subject: `${number === null ? '' : `${mailTag(number)} `}${ticket.subject}`,
    mailOff: boxes.length > 0 ? null : kept.length > 0 ? 'off' : 'none',
    hasPhone: known.some(({ kind }) => kind === 'phone' || kind === 'whatsapp'),
  }
}

const identifiersOf = (db: ReadDb, contactId: number): Promise<{ kind: string; value: string }[]> =>
  db
    .selectFrom('contact_identifiers')
    .select(['kind', 'value'])
    .where('contact_id', '=', contactId)
    .orderBy('id')
    .execute()
