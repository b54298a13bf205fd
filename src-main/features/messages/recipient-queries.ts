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
 * Who an answer goes to: the reporter's address, with those who were copied on their last mail; and the mailbox that
 * mail came to. Our own addresses are never among them.
 */
export const recipientsOf = async (db: ReadDb, ticketId: number): Promise<Recipients> => {
  const ticket = (await storedTicket(db, ticketId)) ?? refuse('not_found')
  const boxes = await db
    .selectFrom('mailboxes')
    .select(['id', 'name', 'address'])
    .where('removed', '=', 0)
    .where('active', '=', 1)
    .orderBy('id')
    .execute()
  const own = new Set(boxes.map(({ address }) => address.toLowerCase()))
  const last = await db
    .selectFrom('messages')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('direction', '=', 'in')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  const known =
    ticket.contact_id === null
      ? []
      : await db
          .selectFrom('contact_identifiers')
          .select(['kind', 'value'])
          .where('contact_id', '=', ticket.contact_id)
          .where('kind', 'in', ['email', 'pec'])
          .orderBy('id')
          .execute()
  const answerTo = last && last.from_address !== '' ? [last.from_address] : known.slice(0, 1).map(({ value }) => value)
  const to = answerTo.filter((address) => !own.has(address.toLowerCase()))
  const cc = (last ? addressList(last.recipients_cc) : []).filter(
    (address) => !own.has(address.toLowerCase()) && !to.includes(address),
  )
  const number = parseNumber(ticket.number)
  const defaultBox = last?.mailbox_id ?? boxes[0]?.id
  return {
    mailboxes: boxes.map((box) => ({
      id: box.id as MailboxId,
      name: box.name,
      address: box.address,
      isDefault: box.id === defaultBox,
    })),
    to,
    cc,
    subject: `${number === null ? '' : `${mailTag(number)} `}${ticket.subject}`,
    canMail: boxes.length > 0,
  }
}
