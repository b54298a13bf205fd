import { type LetterValues } from '@shared/forwarding/letter-text'
import { type Person, withoutPerson } from '@shared/forwarding/without-person'
import { DAY_MS, type Instant, asInstant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { subjectFor } from '../messages/recipient-queries'
import { readSetting } from '../settings/read-setting'
import { nameOf } from '../tickets/names'
import type { StoredTicket } from '../tickets/ticket-queries'

/** Stands where a letter leaves out what it does not need to say. */
const LEFT_OUT = '[omissis]'

export interface LetterFacts {
  readonly ticket: StoredTicket
  readonly bodyName: string
  readonly operator: string
  readonly now: Instant
  /** When it was forwarded; now for the letter itself. */
  readonly beganAt: Instant
}

/** Who reported, with every address that is known. */
export const personOf = async (db: ReadDb, contactId: number | null): Promise<Person> => {
  if (contactId === null) return { name: '', identifiers: [] }
  const contact = await db.selectFrom('contacts').select('name').where('id', '=', contactId).executeTakeFirst()
  const known = await db
    .selectFrom('contact_identifiers')
    .select('value')
    .where('contact_id', '=', contactId)
    .orderBy('id')
    .execute()
  return { name: contact?.name ?? '', identifiers: known.map(({ value }) => value) }
}

/**
 * What the words in braces stand for. Letters go to Italian offices, so days are written in Italian whatever language
 * the screen speaks. Subject and description are without the reporter's data.
 */
export const letterValues = async (db: ReadDb, facts: LetterFacts): Promise<LetterValues> => {
  const { ticket, now, beganAt } = facts
  const office = await readSetting(db, 'office')
  const { zone } = await readSetting(db, 'calendar')
  const format = new Intl.DateTimeFormat('it-IT', { dateStyle: 'long', timeZone: zone })
  const person = await personOf(db, ticket.contact_id)
  const clean = (text: string): string => withoutPerson(text, person, LEFT_OUT)
  return {
    ente: facts.bodyName,
    numero: ticket.number,
    oggetto: clean(ticket.subject),
    luogo: ticket.place_text,
    frazione: await nameOf(db, 'districts', ticket.district_id),
    coordinate: ticket.lat === null || ticket.lon === null ? '' : `${ticket.lat.toFixed(6)}, ${ticket.lon.toFixed(6)}`,
    categoria: await nameOf(db, 'categories', ticket.category_id),
    descrizione: clean(await wordsOf(db, ticket)),
    cittadino: '',
    giorno_segnalazione: format.format(asInstant(ticket.created_at)),
    giorno_trasmissione: format.format(beganAt),
    giorni: String(Math.max(0, Math.floor((now - beganAt) / DAY_MS))),
    oggi: format.format(now),
    operatore: facts.operator,
    ufficio: office.serviceName,
    comune: office.town,
    telefono: office.phone,
    email_ufficio: office.email,
  }
}

/** A report that came by mail says what it says in that mail. */
const wordsOf = async (db: ReadDb, ticket: StoredTicket): Promise<string> => {
  if (ticket.description.trim() !== '') return ticket.description
  const report = await db
    .selectFrom('messages')
    .select('text')
    .where('ticket_id', '=', ticket.id)
    .where('purpose', '=', 'report')
    .orderBy('id')
    .limit(1)
    .executeTakeFirst()
  return report?.text ?? ''
}

/** `Maria Rossi, 335 1397378`; empty where nobody is known. */
export const citizenWords = (person: Person): string =>
  [person.name.trim(), ...person.identifiers].filter((part) => part !== '').join(', ')

/** The tag brings the body's answer back to its ticket. */
export const letterSubject = (ticket: StoredTicket, values: LetterValues): string => {
  const place = values.luogo === '' ? '' : ` - ${values.luogo}`
  return subjectFor({ number: ticket.number, subject: `${values.oggetto}${place}` }).slice(0, 300)
}
