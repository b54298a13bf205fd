import type { ErrorCode } from '@shared/kernel/app-error'
import { HOUR_MS, type Instant, DAY_MS } from '@shared/kernel/instant'
import type { ContactId } from '@shared/kernel/ids'
import type { ForwardedMail } from '@shared/mail/parsed-mail'
import { splitSubject } from '@shared/mail/subject'
import type { RandomBytes } from '@main/platform/random'
import type { WriteDb } from '@main/store/handles'
import { insertRow } from '@main/store/insert-row'
import { KeptQuery, later } from '@main/store/kept-query'
import { takeAnswer } from '../citizen/take-answer'
import { tie } from '../relations/link-tickets'
import { forwardingAnsweredBy, noteBodyMail, ticketOfBodyMail } from '../forwarding/body-mail'
import { takeNotice } from '../platforms/take-notice'
import { readSetting } from '../settings/read-setting'
import { applyTransition } from '../tickets/apply-transition'
import { openTicket } from '../tickets/open-ticket'
import { acknowledge } from './acknowledge'
import { answerAddress, appendMail } from './append-mail'
import { findThread } from './find-thread'
import type { MailOutcome, MailSource } from './mail-ports'
import { matchReport } from './match-report'
import { rememberSource } from './mail-files'
import type { PreparedMail } from './prepare-mail'
import { quarantineMail } from './quarantine-mail'
import { passedOn, reporterOfMail } from './reporter-of-mail'
import { wantTidying } from './tidying'

export interface ReceiveTools {
  readonly random: RandomBytes
  readonly now: Instant
}

export interface Placed {
  readonly outcome: MailOutcome
  readonly ticketId: number | null
}

const ASIDE: Partial<Record<ErrorCode, 'too_large' | 'over_limit'>> = {
  mail_too_large: 'too_large',
  mail_over_limit: 'over_limit',
}

/** New tickets that one person may open by mail within three hours before someone looks at it. */
const MOST_TICKETS = 10
const PACE_MS = 3 * HOUR_MS
const SUBJECT_LENGTH = 200
const DESCRIPTION_LENGTH = 20_000

/** A ticket must have a name: the subject without prefixes, else the first words, else who wrote. */
const subjectOf = ({ parsed }: PreparedMail, forwarded: ForwardedMail | null): string => {
  const bare = splitSubject(parsed.subject).text || splitSubject(forwarded?.subject ?? '').text
  const line = parsed.visible.split('\n').find((words) => words.trim() !== '') ?? ''
  return (bare || line.trim() || parsed.from?.name || parsed.from?.address || '—').slice(0, SUBJECT_LENGTH)
}

/** What the citizen says; of a mail that a colleague passed on, the colleague's own words first. */
const descriptionOf = ({ parsed }: PreparedMail, forwarded: ForwardedMail | null): string => {
  const words = forwarded?.text ?? ''
  const both = words === '' || parsed.visible.includes(words) ? [parsed.visible] : [parsed.visible, words]
  return both
    .filter((text) => text !== '')
    .join('\n\n')
    .slice(0, DESCRIPTION_LENGTH)
}

/** Opens a ticket for a mail, adds the mail to it, and thanks for it where that is due. */
export const openFromMail = async (
  db: WriteDb,
  tools: ReceiveTools,
  source: MailSource,
  mail: PreparedMail,
  contactId: ContactId | null,
): Promise<number> => {
  const forwarded = await passedOn(db, mail)
  const subject = subjectOf(mail, forwarded)
  const ticket = await openTicket(db, tools.random, {
    channel: mail.parsed.kind === 'pec' ? 'pec' : 'email',
    kind: 'report',
    subject,
    description: descriptionOf(mail, forwarded),
    categoryId: null,
    priority: null,
    place: { text: '', districtId: null, lat: null, lon: null, precision: 'none' },
    contactId,
    actor: null,
    at: mail.at,
    unread: true,
    messageFollows: true,
  })
  await appendMail(db, source, mail, { ticketId: ticket.id, purpose: 'report', contactId })
  const thanked = forwarded?.from.address ?? answerAddress(mail)
  await acknowledge(db, source, mail, { ticket, subject, address: thanked.toLowerCase(), ...tools })
  return ticket.id
}

const answerTicket = async (
  db: WriteDb,
  tools: ReceiveTools,
  source: MailSource,
  mail: PreparedMail,
  ticketId: number,
): Promise<Placed> => {
  const stretch = await forwardingAnsweredBy(db, ticketId, mail.parsed)
  if (stretch !== null) {
    // A body is no citizen: its mail makes nobody known, and what an office writes late reopens nothing by itself.
    const messageId = await appendMail(db, source, mail, { ticketId, purpose: 'body_answer', contactId: null })
    await noteBodyMail(db, stretch, mail.parsed, { messageId, at: mail.at })
    return { outcome: 'appended', ticketId }
  }
  const contactId = await reporterOfMail(db, mail)
  const ticket = await db
    .selectFrom('tickets')
    .select(['status', 'closed_at'])
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  if (ticket.status === 'closed') {
    const { reopenWithinDays } = await readSetting(db, 'mail')
    if (mail.at - (ticket.closed_at ?? mail.at) > reopenWithinDays * DAY_MS) {
      const opened = await openFromMail(db, tools, source, mail, contactId)
      await tie(db, { ticketId: opened, otherId: ticketId }, { kind: 'follows', actor: null, at: mail.at })
      return { outcome: 'created', ticketId: opened }
    }
    await applyTransition(db, { ticketId, actor: null, at: mail.at }, { to: 'accepted' })
  }
  await appendMail(db, source, mail, { ticketId, purpose: 'message', contactId })
  return { outcome: 'appended', ticketId }
}

const openedLately = new KeptQuery<{ opened: number }>()

const isFlood = async (db: WriteDb, contactId: ContactId | null, at: number): Promise<boolean> => {
  if (contactId === null) return false
  const [found] = await openedLately.run(
    db,
    '',
    () =>
      db
        .selectFrom('tickets')
        .select(({ fn }) => fn.countAll<number>().as('opened'))
        .where('contact_id', '=', later<number>('contactId'))
        .where('created_at', '>', later<number>('since'))
        .where('created_at', '<=', later<number>('at')),
    { contactId, since: at - PACE_MS, at },
  )
  return (found?.opened ?? 0) >= MOST_TICKETS
}

const seenMails = new KeptQuery<{ ticket_id: number | null }>()
const knownMessages = new KeptQuery<{
  ticket_id: number
  direction: string
  digest: string | null
  from_address: string
}>()

const seenBefore = async (db: WriteDb, source: MailSource, mail: PreparedMail): Promise<Placed | null> => {
  const { messageId, digest } = mail.parsed
  const [seen] = await seenMails.run(
    db,
    '',
    () =>
      db
        .selectFrom('mail_seen')
        .select('ticket_id')
        .where('mailbox_id', '=', later<number>('mailboxId'))
        .where('header_message_id', '=', later<string>('id'))
        .where('digest', '=', later<string>('digest')),
    { mailboxId: source.mailboxId ?? 0, id: seenId(mail), digest },
  )
  if (seen) return { outcome: 'seen', ticketId: seen.ticket_id }
  if (messageId === null) return null
  // The same mail through another mailbox of ours, or our own answer coming back by way of a copy.
  const known = await knownMessages.run(
    db,
    '',
    () =>
      db
        .selectFrom('messages')
        .select(['ticket_id', 'direction', 'digest', 'from_address'])
        .where('header_message_id', '=', later<string>('messageId')),
    { messageId },
  )
  // A stranger who uses our Message-ID for a mail of his own (some systems do) has written a mail of his own.
  const from = mail.parsed.from?.address.toLowerCase()
  const same = known.find(
    (message) =>
      message.digest === digest || (message.direction === 'out' && message.from_address.toLowerCase() === from),
  )
  return same === undefined ? null : { outcome: 'seen', ticketId: same.ticket_id }
}

/** What a double is known by: the envelope's id for certified mail, whose inner id may come in several envelopes. */
const seenId = ({ parsed }: PreparedMail): string => parsed.pec?.envelopeMessageId ?? parsed.messageId ?? ''

const place = async (db: WriteDb, tools: ReceiveTools, source: MailSource, mail: PreparedMail): Promise<Placed> => {
  const { parsed } = mail
  const aside = async (outcome: MailOutcome, about: Parameters<typeof quarantineMail>[3]): Promise<Placed> => {
    await quarantineMail(db, source, mail, about)
    return { outcome, ticketId: about.ticketId ?? null }
  }
  if (parsed.error !== null) {
    const reason = ASIDE[parsed.error] ?? 'unparsable'
    return aside('quarantined', { reason, state: 'open' })
  }
  if (parsed.kind === 'receipt' || parsed.kind === 'bounce') {
    const matched = await matchReport(db, mail)
    if (matched !== null) return aside(parsed.kind, { reason: parsed.kind, state: 'matched', ...matched })
    return aside('quarantined', { reason: parsed.kind === 'bounce' ? 'bounce' : 'unmatched_receipt', state: 'open' })
  }
  if (parsed.kind !== 'pec') {
    const notice = await takeNotice(db, tools, source, mail)
    if (notice !== null) return notice
  }
  const thread = (await findThread(db, parsed)) ?? (await ticketOfBodyMail(db, parsed))
  if (parsed.kind === 'automatic' || parsed.kind === 'list') {
    if (thread !== null && parsed.kind === 'automatic') {
      // An absence notice belongs to what it answers, and moves nothing; in doubt it is news.
      const contactId = await reporterOfMail(db, mail)
      const to = { ticketId: thread, purpose: 'message', contactId, isQuiet: !parsed.automaticDoubtful } as const
      const messageId = await appendMail(db, source, mail, to)
      return aside('automatic', { reason: 'automatic', state: 'matched', ticketId: thread, messageId })
    }
    return parsed.automaticDoubtful
      ? aside('quarantined', { reason: 'doubtful_automatic', state: 'open', ticketId: thread })
      : aside('automatic', { reason: parsed.kind, state: 'kept', ticketId: thread })
  }
  const answered = await takeAnswer(db, source, mail)
  if (answered !== null) return { outcome: 'appended', ticketId: answered }
  if (thread !== null) return answerTicket(db, tools, source, mail, thread)
  const contactId = await reporterOfMail(db, mail)
  if (source.mailboxId !== null && (await isFlood(db, contactId, mail.at))) {
    return aside('quarantined', { reason: 'limit_exceeded', state: 'open' })
  }
  return { outcome: 'created', ticketId: await openFromMail(db, tools, source, mail, contactId) }
}

/** Writes down that this UID and this mail have an outcome, in the transaction that gives it to them. */
const remember = async (db: WriteDb, source: MailSource, mail: PreparedMail, placed: Placed, now: number) => {
  const { uid } = mail.incoming
  if (placed.outcome !== 'seen')
    await insertRow(
      db,
      'mail_seen',
      {
        mailbox_id: source.mailboxId ?? 0,
        header_message_id: seenId(mail),
        digest: mail.parsed.digest,
        outcome: placed.outcome,
        ticket_id: placed.ticketId,
        at: now,
      },
      ['mailbox_id', 'header_message_id', 'digest'],
    )
  if (uid === null || source.mailboxId === null) return
  await insertRow(
    db,
    'mailbox_uids',
    {
      mailbox_id: source.mailboxId,
      uid_validity: uid.uidValidity,
      uid: uid.uid,
      outcome: placed.outcome,
      ticket_id: placed.ticketId,
      at: now,
    },
    ['mailbox_id', 'uid_validity', 'uid'],
  )
  await wantTidying(db, source, mail.incoming, now)
}

/** The way of one mail into the store; inside a write, under a savepoint of its own. */
export const receiveOne = async (
  db: WriteDb,
  tools: ReceiveTools,
  source: MailSource,
  mail: PreparedMail,
): Promise<Placed> => {
  let placed = await seenBefore(db, source, mail)
  if (placed === null) {
    await rememberSource(db, mail.files, tools.now)
    placed = await place(db, tools, source, mail)
  }
  await remember(db, source, mail, placed, tools.now)
  return placed
}

/** For a mail that the path above stumbled over: kept whole, for a person. */
export const receiveAside = async (
  db: WriteDb,
  tools: ReceiveTools,
  source: MailSource,
  mail: PreparedMail,
): Promise<Placed> => {
  await rememberSource(db, mail.files, tools.now)
  await quarantineMail(db, source, mail, { reason: 'unparsable', state: 'open' })
  const placed: Placed = { outcome: 'quarantined', ticketId: null }
  await remember(db, source, mail, placed, tools.now)
  return placed
}
