import type { PlaceholderValues } from '@shared/answers/placeholders'
import { dayAt } from '@shared/deadlines/zone'
import { asInstant } from '@shared/kernel/instant'
import { pageUrl } from '@shared/site/page-address'
import type { Outcome, TicketStatus } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
// Citizens are written to in Italian, whatever language the clerks' screens speak.
import words from '../../../src-renderer/locales/it/vocabulary.json'
import { lastDoneVisit, plannedVisitsOf } from '../crews/visits-of-ticket'
import { readSetting } from '../settings/read-setting'
import { nameOf } from '../tickets/names'
import type { StoredTicket } from '../tickets/ticket-queries'

const longDay = (day: string | undefined): string =>
  day === undefined
    ? ''
    : new Intl.DateTimeFormat('it', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(
        Date.parse(`${day}T12:00:00Z`),
      )

/**
 * What the words in braces mean on a ticket; a merged one tells of the state of the one that it went into. `planned` is a
 * visit that is only thought of.
 */
export const noticeValues = async (
  db: ReadDb,
  ticket: StoredTicket,
  master: StoredTicket,
  now: number,
  planned?: { readonly crew_id: number; readonly day: string; readonly round_id?: number | null },
): Promise<PlaceholderValues> => {
  const office = await readSetting(db, 'office')
  const { zone } = await readSetting(db, 'calendar')
  const visit = planned ?? (await plannedVisitsOf(db, master.id))[0]
  const done = await lastDoneVisit(db, master.id)
  const outcome = master.outcome as Outcome | null
  return {
    numero: ticket.number,
    codice: ticket.tracking_code,
    nome: await nameOf(db, 'contacts', ticket.contact_id),
    oggetto: ticket.subject,
    indirizzo: ticket.place_text,
    frazione: await nameOf(db, 'districts', ticket.district_id),
    categoria: await nameOf(db, 'categories', ticket.category_id),
    stato: words.status[master.status as TicketStatus].toLowerCase(),
    esito: outcome === null ? '' : words.outcome[outcome].toLowerCase(),
    giorno_previsto: longDay(visit?.day),
    giorno_intervento: longDay(done?.day),
    nota_squadra: done?.note ?? '',
    squadra: await nameOf(db, 'crews', visit?.crew_id ?? master.crew_id),
    giro: await nameOf(db, 'rounds', visit?.round_id),
    ente: await nameOf(db, 'bodies', master.body_id),
    giorno_segnalazione: longDay(dayAt(asInstant(ticket.created_at), zone)),
    oggi: longDay(dayAt(asInstant(now), zone)),
    operatore: '',
    ufficio: office.serviceName,
    comune: office.town,
    telefono: office.phone,
    email_ufficio: office.email,
    pagina: pageUrl((await readSetting(db, 'site')).publicUrl, ticket.tracking_code),
  }
}
