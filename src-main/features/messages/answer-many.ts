import type { Permission } from '@shared/accounts/permissions'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { messages } from '@shared/contract/messages'
import { type AppError, Refusal, appError, refuse } from '@shared/kernel/app-error'
import type { MailboxId, TicketId } from '@shared/kernel/ids'
import { type Instant, asInstant } from '@shared/kernel/instant'
import { type Result, err } from '@shared/kernel/result'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { askForCall } from '../callbacks/add-callback'
import { takeCallbackBack } from '../callbacks/take-callback-back'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { visitsOff } from '../tickets/bulk/preview-bulk'
import { storedTicket } from '../tickets/ticket-queries'
import { takeStepBack } from '../tickets/undo-step'
import { type Planned, planAnswers } from './many-answers'
import { writeReply } from './reply-to-citizen'
import { withdrawCopies } from './take-back'
import { recountAnswers, withdrawHeld } from './withdraw'

type Preview = (typeof messages)['previewMany']
type Reply = (typeof messages)['replyMany']
type Undo = (typeof messages)['undoMany']
type Sent = OutputOf<Reply>['sent'][number]

/** As many letters of a text as a callback's reason holds. */
const REASON = 500

/** Doing it to many needs what doing it to one needs; null when the caller may. */
const forbiddenTo = (
  caller: SignedInCaller,
  { official, outcome, call }: InputOf<Reply>['answer'],
): AppError | null => {
  if (outcome !== null && !official) return appError('invalid_input', { field: 'official' })
  const wanted: Permission[] = ['tickets.reply']
  if (outcome !== null) wanted.push('tickets.close')
  if (call) wanted.push('tickets.create')
  const needs = wanted.find((one) => !mayCaller(caller, one))
  return needs === undefined ? null : appError('forbidden', { details: { needs } })
}

export const previewMany = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  { ids, answer }: InputOf<Preview>,
): Promise<Result<OutputOf<Preview>>> => {
  const forbidden = forbiddenTo(caller, answer)
  if (forbidden) return err(forbidden)
  const now = parts.clock.now()
  return parts.current.store.read(async (db) => {
    const planned = await planAnswers(db, { ids, answer, now, writer: caller.user.displayName })
    const of = <K extends Planned['kind']>(kind: K) =>
      planned.filter((one): one is Extract<Planned, { kind: K }> => one.kind === kind)
    const [first] = of('mail')
    return {
      fit: of('mail').map(({ ticket }) => ticket.id as TicketId),
      byVoice: of('voice').map(({ ticket }) => ticket.id as TicketId),
      sample:
        first === undefined
          ? null
          : {
              number: first.ticket.number,
              to: first.mail.to.join(', '),
              text: [first.mail.text, first.mail.signature].filter(Boolean).join('\n\n'),
            },
      missing: [...new Set(of('left').flatMap(({ missing }) => missing))],
      left: of('left').map(({ ticket, code }) => ({ id: ticket.id as TicketId, number: ticket.number, code })),
      visitsOff:
        answer.outcome === null
          ? 0
          : await visitsOff(
              db,
              of('mail').map(({ ticket }) => ticket),
              { kind: 'close', outcome: answer.outcome },
            ),
      seenEntryId: await lastEntry(db),
    }
  })
}

const lastEntry = async (db: ReadDb): Promise<number> => {
  const { last } = await db
    .selectFrom('timeline')
    .select(({ fn }) => fn.max('id').as('last'))
    .executeTakeFirstOrThrow()
  return last ?? 0
}

/** Each in a part of its own: what one of them refuses leaves the others as they are. */
export const replyMany = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: InputOf<Reply>,
): Promise<Result<OutputOf<Reply>>> => {
  const forbidden = forbiddenTo(caller, input.answer)
  if (forbidden) return err(forbidden)
  const { store } = parts.current
  const at = parts.clock.now()
  return store.write((db) =>
    doOnce(db, { userId: caller.user.id, at, key: input.key }, async () => {
      const { undoSeconds } = await readSetting(db, 'mail')
      const sent: Sent[] = []
      const left: OutputOf<Reply>['left'] = []
      const asked = { ids: input.ids, answer: input.answer, now: at, writer: caller.user.displayName }
      for (const planned of await planAnswers(db, asked)) {
        const id = planned.ticket.id as TicketId
        const keep = (code: (typeof left)[number]['code']): void =>
          void left.push({ id, number: planned.ticket.number, code })
        if (planned.kind === 'left') keep(planned.code)
        else if (planned.kind === 'voice' && !input.answer.call) keep('no_recipient')
        else
          try {
            sent.push(await store.savepoint(db, () => tell(db, parts, caller, { planned, input, at })))
          } catch (error) {
            if (!(error instanceof Refusal)) throw error
            keep(error.error.code)
          }
      }
      return { sent, left, heldUntil: asInstant(at + undoSeconds * 1000) }
    }),
  )
}

interface Telling {
  readonly planned: Exclude<Planned, { kind: 'left' }>
  readonly input: InputOf<Reply>
  readonly at: Instant
}

const tell = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  { planned, input: { answer, seenEntryId }, at }: Telling,
): Promise<Sent> => {
  const { ticket } = planned
  const ticketId = ticket.id as TicketId
  const nothing = { ticketId, messageId: null, closedEntryId: null, callbackId: null }
  if (planned.kind === 'voice') {
    const reason = planned.text.length > REASON ? `${planned.text.slice(0, REASON - 1)}…` : planned.text
    const call = { ticketId, name: '', phone: '', reason, dueAt: null, callId: null, key: undefined }
    return { ...nothing, callbackId: (await askForCall(db, caller, call, at)).id }
  }
  const { mail } = planned
  const written = await writeReply(
    db,
    parts,
    caller,
    {
      ticketId,
      via: 'email',
      template: null,
      official: answer.official,
      mailboxId: mail.mailboxId as MailboxId | null,
      to: [...mail.to],
      cc: [...mail.cc],
      alsoTo: mail.alsoTo.map((one) => one as TicketId),
      text: mail.text,
      signature: mail.signature,
      attachments: [],
      seenEntryId,
      close:
        answer.outcome === null
          ? null
          : { base: ticket.status as TicketStatus, outcome: answer.outcome, note: '', keepVisits: false },
      key: undefined,
    },
    at,
  )
  return { ...nothing, messageId: written.id, closedEntryId: written.closedEntryId }
}

export const undoMany = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { sent }: InputOf<Undo>,
): Promise<Result<OutputOf<Undo>>> =>
  parts.current.store.write(async (db) => {
    const now = parts.clock.now()
    let undone = 0
    const left: OutputOf<Undo>['left'] = []
    for (const one of sent.toReversed()) {
      try {
        await parts.current.store.savepoint(db, () => takeOneBack(db, caller, one, now))
        undone += 1
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        const ticket = await storedTicket(db, one.ticketId)
        left.push({ id: one.ticketId, number: ticket?.number ?? '', code: error.error.code })
      }
    }
    return { undone, left }
  })

/** The step first: an official answer that still stands is not taken from the ticket by it. */
const takeOneBack = async (
  db: WriteDb,
  caller: SignedInCaller,
  { ticketId: id, messageId, closedEntryId, callbackId }: Sent,
  now: Instant,
): Promise<void> => {
  if (closedEntryId !== null) await takeStepBack(db, { id, entryId: closedEntryId, caller, now })
  if (messageId !== null) await withdrawOwn(db, caller, messageId, id)
  if (callbackId !== null) await takeCallbackBack(db, caller, { id: callbackId, ticketId: id, now })
}

const withdrawOwn = async (db: WriteDb, caller: SignedInCaller, id: number, ticketId: number): Promise<void> => {
  const own = await db
    .selectFrom('messages')
    .select('id')
    .where('id', '=', id)
    .where('ticket_id', '=', ticketId)
    .where('author_id', '=', caller.user.id)
    .where('purpose', 'in', ['reply', 'official'])
    .executeTakeFirst()
  if (own === undefined || !(await withdrawHeld(db, id))) refuse('undo_expired')
  await withdrawCopies(db, id)
  await recountAnswers(db, ticketId)
}
