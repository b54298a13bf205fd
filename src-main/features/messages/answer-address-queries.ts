import { normaliseIdentifier } from '@shared/contacts/identifiers'
import type { ReadDb } from '@main/store/handles'

/** The citizen's address for an answer, and the mail that told us of it; empty where there is none. */
export interface AnswerAddress {
  readonly address: string
  /** Somebody else who wrote last: offered, never taken. */
  readonly otherWriter: string
  /** Whom the citizen copied on their own last mail; nobody that somebody else has copied. */
  readonly cc: string
  readonly mailboxId: number | null
  readonly hasPhone: boolean
  readonly whatsapp: { readonly number: string; readonly e164: string } | null
}

/**
 * The address that the citizen of a ticket wrote from last, if it is one of theirs, else another of theirs. Somebody
 * else may have written last, or the citizen was corrected since: an answer follows the ticket's citizen.
 */
export const answerAddressOf = async (db: ReadDb, ticketId: number): Promise<AnswerAddress> => {
  const ticket = await db.selectFrom('tickets').select('contact_id').where('id', '=', ticketId).executeTakeFirst()
  const contactId = ticket?.contact_id ?? null
  const own = new Set(
    (await db.selectFrom('mailboxes').select('address').where('removed', '=', 0).execute()).map(({ address }) =>
      address.toLowerCase(),
    ),
  )
  const last = await db
    .selectFrom('messages')
    .select(['from_address', 'recipients_cc', 'mailbox_id'])
    .where('ticket_id', '=', ticketId)
    .where('direction', '=', 'in')
    // What another body wrote is not the citizen's word, above all where nobody knows the citizen.
    .where('purpose', '<>', 'body_answer')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const known = contactId === null ? [] : await identifiersOf(db, contactId)
  const writer = last && !own.has(last.from_address.toLowerCase()) ? last.from_address : ''
  const addresses = known.filter(({ kind }) => kind === 'email' || kind === 'pec').map(({ value }) => value)
  const isTheirs = contactId === null || addresses.some((one) => one.toLowerCase() === writer.toLowerCase())
  return {
    address: isTheirs ? writer : (addresses.find((one) => !own.has(one.toLowerCase())) ?? ''),
    otherWriter: isTheirs ? '' : writer,
    cc: (isTheirs ? last?.recipients_cc : await copiedBy(db, ticketId, addresses)) ?? '[]',
    mailboxId: last?.mailbox_id ?? null,
    hasPhone: known.some(({ kind }) => kind === 'phone' || kind === 'whatsapp'),
    whatsapp: whatsappOf(known),
  }
}

/** Those who were in copy stay so when one of them has written last. */
const copiedBy = async (db: ReadDb, ticketId: number, addresses: readonly string[]): Promise<string | undefined> => {
  const own = addresses.map((address) => address.toLowerCase())
  if (own.length === 0) return undefined
  const mail = await db
    .selectFrom('messages')
    .select('recipients_cc')
    .where('ticket_id', '=', ticketId)
    .where('direction', '=', 'in')
    .where((eb) => eb(eb.fn<string>('lower', ['from_address']), 'in', own))
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return mail?.recipients_cc
}

/** The number that they wrote from, else a mobile one: a landline has no WhatsApp. */
const whatsappOf = (known: readonly { kind: string; value: string }[]): AnswerAddress['whatsapp'] => {
  const numbers = (kind: string) =>
    known.filter((one) => one.kind === kind).flatMap(({ value }) => normaliseIdentifier('whatsapp', value) ?? [])
  const [best] = [...numbers('whatsapp'), ...numbers('phone').filter(({ key }) => /^\+(?!390)/.test(key))]
  return best === undefined || !best.key.startsWith('+') ? null : { number: best.display, e164: best.key }
}

const identifiersOf = (db: ReadDb, contactId: number): Promise<{ kind: string; value: string }[]> =>
  db
    .selectFrom('contact_identifiers')
    .select(['kind', 'value'])
    .where('contact_id', '=', contactId)
    .orderBy('id')
    .execute()
