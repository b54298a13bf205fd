import { isOverruled } from '@shared/competence/overruled'
import type { OutputOf } from '@shared/contract/define'
import type { forwarding } from '@shared/contract/forwarding'
import { fillLetter } from '@shared/forwarding/letter-text'
import { chaseDay } from '@shared/forwarding/chase'
import { dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import type { BodyId, MailboxId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import type { ReadDb } from '@main/store/handles'
import { chosenFor, decideTicket } from '../competence/ticket-competence'
import { answerAddressOf } from '../messages/answer-address-queries'
import { readSetting } from '../settings/read-setting'
import { storedTicket } from '../tickets/ticket-queries'
import { type StoredBody, forwardingById } from './forwarding-rows'
import { photosOf } from './letter-photos'
import { citizenWords, letterSubject, letterValues, personOf } from './letter-values'
import { type LetterWay, letterWay } from './letter-way'

type Prepared = OutputOf<(typeof forwarding)['prepare']>
type PreparedReminder = OutputOf<(typeof forwarding)['prepareReminder']>

export const bodyById = async (db: ReadDb, id: number): Promise<StoredBody> =>
  (await db.selectFrom('bodies').selectAll().where('id', '=', id).executeTakeFirst()) ??
  refuse('not_found', { field: 'bodyId' })

const wayWords = (way: LetterWay) => ({
  problem: way.problem,
  to: way.problem === null ? [way.to] : [],
  mailboxId: way.problem === null ? (way.mailbox.id as MailboxId) : null,
  isPecFromOrdinary: way.problem === null && way.isPecFromOrdinary,
  mailboxes: way.mailboxes.map(({ id, name, address, kind }) => ({
    id: id as MailboxId,
    name,
    address,
    isPec: kind === 'pec',
  })),
})

/** How the citizen would hear of it: written to where they have an address, told where only a voice reaches them. */
const citizenWay = async (
  db: ReadDb,
  ticketId: number,
  contactId: number | null,
  mayWrite: boolean,
): Promise<Omit<Prepared['citizen'], 'text'>> => {
  const { address, hasPhone } = await answerAddressOf(db, ticketId)
  const sending = await db
    .selectFrom('mailboxes')
    .select('id')
    .where('removed', '=', 0)
    .where('active', '=', 1)
    .executeTakeFirst()
  if (mayWrite && address !== '' && sending) return { via: 'email', to: address }
  return contactId !== null || hasPhone ? { via: 'voice', to: '' } : { via: 'none', to: '' }
}

export const prepareLetter = async (
  db: ReadDb,
  { ticketId, bodyId }: { readonly ticketId: number; readonly bodyId: number },
  caller: SignedInCaller,
  now: Instant,
): Promise<Prepared> => {
  const ticket = (await storedTicket(db, ticketId)) ?? refuse('not_found')
  const body = await bodyById(db, bodyId)
  if (body.is_home === 1) refuse('body_is_home', { field: 'bodyId' })
  const settings = await readSetting(db, 'forwarding')
  const calendar = await readSetting(db, 'calendar')
  const values = await letterValues(db, {
    ticket,
    bodyName: body.name,
    operator: caller.user.displayName,
    now,
    beganAt: now,
  })
  const cittadino = citizenWords(await personOf(db, ticket.contact_id))
  const text = fillLetter(settings.letterText, values)
  const withCitizen = fillLetter(settings.letterText, { ...values, cittadino })
  const home = await db.selectFrom('bodies').select('id').where('is_home', '=', 1).executeTakeFirst()
  const chosen = await chosenFor(db, ticketId)
  return {
    bodyId: body.id as BodyId,
    ...wayWords(await letterWay(db, body)),
    subject: letterSubject(ticket, values),
    text,
    textWithCitizen: withCitizen,
    citizenLine: cittadino,
    ...(await photosOf(db, ticketId)),
    chaseOn: chaseDay(dayAt(now, calendar.zone), body.chase_days, calendar),
    needsNote: chosen?.bodyId !== body.id && isOverruled(await decideTicket(db, ticket), body.id, home?.id ?? null),
    citizen: {
      ...(await citizenWay(db, ticketId, ticket.contact_id, mayCaller(caller, 'tickets.reply'))),
      text: fillLetter(settings.citizenText, { ...values, oggetto: ticket.subject, cittadino }),
    },
  }
}

/** The reminder's way and words; from nobody in particular where the desk sends it by itself. */
export const prepareReminder = async (
  db: ReadDb,
  id: number,
  operator: string,
  now: Instant,
): Promise<PreparedReminder> => {
  const stretch = (await forwardingById(db, id)) ?? refuse('not_found')
  const ticket = (await storedTicket(db, stretch.ticket_id)) ?? refuse('not_found')
  const body = await bodyById(db, stretch.body_id)
  const { reminderText } = await readSetting(db, 'forwarding')
  const values = await letterValues(db, {
    ticket,
    bodyName: body.name,
    operator,
    now,
    beganAt: asInstant(stretch.began_at),
  })
  return {
    bodyId: body.id as BodyId,
    ...wayWords(await letterWay(db, body)),
    subject: letterSubject(ticket, values),
    text: fillLetter(reminderText, values),
  }
}
