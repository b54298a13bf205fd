import type { OutputOf } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import type { MailboxId, TicketId } from '@shared/kernel/ids'
import { mailTag, parseNumber } from '@shared/tickets/number'
import { refuse } from '@shared/kernel/app-error'
import type { ReadDb } from '@main/store/handles'
import { addressList } from '../tickets/address-list'
import { mergedInto } from '../tickets/merged-queries'
import { storedTicket } from '../tickets/ticket-queries'
import { lineTo } from '../whatsapp-line/window-queries'
import { answerAddressOf } from './answer-address-queries'

type Recipients = OutputOf<(typeof messages)['recipients']>

export const subjectFor = ({ number, subject }: { readonly number: string; readonly subject: string }): string => {
  const parsed = parseNumber(number)
  return `${parsed === null ? '' : `${mailTag(parsed)} `}${subject}`
}

/** A mail to more people than this was sent round: whoever answers it writes to its sender, and to the others by choice. */
const MANY_COPIED = 10

/**
 * Who an answer goes to: the citizen that the ticket names now, with those who were copied on their last mail; and the
 * mailbox the last mail came to. Our own addresses are never among them.
 */
export const recipientsOf = async (db: ReadDb, ticketId: number): Promise<Recipients> => {
  const ticket = (await storedTicket(db, ticketId)) ?? refuse('not_found')
  const kept = await db
    .selectFrom('mailboxes')
    .select(['id', 'name', 'address', 'active', 'signature', 'size_limit'])
    .where('removed', '=', 0)
    .orderBy('id')
    .execute()
  const boxes = kept.filter(({ active }) => active === 1)
  const own = new Set(kept.map(({ address }) => address.toLowerCase()))
  const citizen = await answerAddressOf(db, ticketId)
  const to = citizen.address === '' ? [] : [citizen.address]
  const copied = addressList(citizen.cc).filter((address) => !own.has(address.toLowerCase()) && !to.includes(address))
  const cc = copied.length > MANY_COPIED ? [] : copied
  const defaultBox = boxes.find(({ id }) => id === citizen.mailboxId) ?? boxes[0]
  return {
    mailboxes: boxes.map((box) => ({
      id: box.id as MailboxId,
      name: box.name,
      address: box.address,
      isDefault: box === defaultBox,
      signature: box.signature,
      sizeLimit: box.size_limit,
    })),
    to,
    cc,
    notCopied: copied.length > MANY_COPIED ? copied : [],
    others: isAnswered(citizen.otherWriter, [...to, ...cc]) ? [] : [citizen.otherWriter],
    merged: await mergedCitizens(db, ticketId, [...to, ...cc]),
    subject: subjectFor(ticket),
    mailOff: boxes.length > 0 ? null : kept.length > 0 ? 'off' : 'none',
    hasPhone: citizen.hasPhone,
    whatsapp: citizen.whatsapp,
    line: citizen.whatsapp === null ? null : await lineTo(db, citizen.whatsapp.e164),
    publishedOn: await toldPlatforms(db, ticketId),
  }
}

/** The platforms that an official answer on this ticket is told. */
const toldPlatforms = async (db: ReadDb, ticketId: number): Promise<string[]> => {
  const tickets = [ticketId, ...(await mergedInto(db, ticketId)).map(({ id }) => id)]
  const rows = await db
    .selectFrom('platform_requests')
    .innerJoin('platforms', 'platforms.id', 'platform_requests.platform_id')
    .select('platforms.name')
    .distinct()
    .where('platform_requests.ticket_id', 'in', tickets)
    .where('platforms.active', '=', 1)
    .where('platforms.push', '=', 1)
    .where('platforms.has_updates', '=', 1)
    .where('platforms.removed', '=', 0)
    .orderBy('platforms.name')
    .execute()
  return rows.map(({ name }) => name)
}

/** Nobody, or one of those whom the answer reaches anyway. */
const isAnswered = (writer: string, written: readonly string[]): boolean =>
  writer === '' || written.some((address) => address.toLowerCase() === writer.toLowerCase())

/** One line a citizen: who made two of the merged reports, or takes part in the answer anyway, is written to once. */
const mergedCitizens = async (
  db: ReadDb,
  ticketId: number,
  written: readonly string[],
): Promise<Recipients['merged']> => {
  const told = new Set(written.map((address) => address.toLowerCase()))
  const found: Recipients['merged'] = []
  for (const stub of await mergedInto(db, ticketId)) {
    const { address } = await answerAddressOf(db, stub.id)
    if (address === '' || told.has(address.toLowerCase())) continue
    told.add(address.toLowerCase())
    const contact =
      stub.contact_id === null
        ? undefined
        : await db.selectFrom('contacts').select('name').where('id', '=', stub.contact_id).executeTakeFirst()
    found.push({ ticketId: stub.id as TicketId, number: stub.number, name: contact?.name ?? '', address })
  }
  return found
}
