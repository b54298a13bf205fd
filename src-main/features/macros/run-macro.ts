import type { InputOf, OutputOf } from '@shared/contract/define'
import type { MacroLeft, macros } from '@shared/contract/macros'
import { type ErrorCode, Refusal } from '@shared/kernel/app-error'
import type { EntryId, TicketId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { type ActionStep, changesAnything } from '@shared/macros/actions'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import { categoryPaths } from '../competence/rule-queries'
import { plannedVisitsOf } from '../crews/visits-of-ticket'
import type { FeatureParts } from '../feature-parts'
import { readDraft, saveDraft } from '../messages/drafts'
import { writeReply } from '../messages/reply-to-citizen'
import { chosenTickets } from '../tickets/bulk/bulk-tickets'
import { stepBefore } from '../tickets/step-before'
import { type StoredTicket, storedTicket } from '../tickets/ticket-queries'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { type AnswerToCitizen, type TicketAhead, answerAhead, lookAhead, ticketAhead, unsendable } from './look-ahead'
import type { StoredMacro } from './macro-rows'
import { type RunBefore, fieldsOf, textMark } from './run-before'
import { takeStep } from './take-steps'
import { isForTicket, usableMacro } from './usable-macro'

type Run = (typeof macros)['run']

/** A ticket that stays out, and for which step. */
class StaysOut extends Error {
  constructor(
    readonly code: ErrorCode,
    readonly step: ActionStep | null,
  ) {
    super(code)
  }
}

interface RunAct {
  readonly parts: FeatureParts
  readonly caller: SignedInCaller
  readonly macro: StoredMacro
  readonly at: Instant
  readonly pathOf: (categoryId: number) => readonly number[]
  readonly seenEntryId: number | null
  /** Run on one ticket only. */
  readonly alone: boolean
}

/** Judged again here, ticket by ticket: the preview may be minutes old. What one refuses is undone for that one alone. */
export const runMacro = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { id, ticketIds, seenEntryId }: InputOf<Run>,
): Promise<Result<OutputOf<Run>>> => {
  const { store } = parts.current
  return store.write(async (db) => {
    const macro = await usableMacro(db, caller, id, ticketIds.length)
    const alone = ticketIds.length === 1
    const act = { parts, caller, macro, at: parts.clock.now(), pathOf: await categoryPaths(db), seenEntryId, alone }
    const steps: OutputOf<Run>['steps'] = []
    const left: MacroLeft[] = []
    let same = 0
    for (const ticket of await chosenTickets(db, ticketIds)) {
      try {
        const entryId = await store.savepoint(db, () => runOne(db, act, ticket))
        if (entryId === null) same += 1
        else steps.push({ id: ticket.id as TicketId, entryId })
      } catch (error) {
        const why = reasonOf(error)
        left.push({ id: ticket.id as TicketId, number: ticket.number, ...why })
      }
    }
    return { steps, left, same }
  })
}

const reasonOf = (error: unknown): Pick<MacroLeft, 'code' | 'step'> => {
  if (error instanceof StaysOut) return { code: error.code, step: error.step }
  if (error instanceof Refusal) return { code: error.error.code, step: null }
  throw error
}

/** Every step, and one entry that names the macro and knows the way back; null when nothing would be different. */
const runOne = async (db: WriteDb, act: RunAct, ticket: StoredTicket): Promise<EntryId | null> => {
  const { macro, caller, at } = act
  const { actions } = macro
  if (!isForTicket(macro, ticket, act.pathOf)) throw new StaysOut('macro_unfit', null)
  // Anew for each: the visits of the one before have their place by now.
  const ahead = await lookAhead(db, actions, at, act.pathOf)
  const seen = ticketAhead(ticket, actions, ahead, { me: caller.user.id, alone: act.alone })
  if (!seen.plan.ok) throw new StaysOut(seen.plan.code, seen.plan.step)
  if (!changesAnything(seen.plan)) return null
  const visits = await plannedVisitsOf(db, ticket.id)
  const stepAct = { actor: actorOf(caller), at, today: ahead.today, place: seen.place }
  let answered: Pick<RunBefore, 'messageId' | 'draft'> = { messageId: null, draft: null }
  for (const { step, verdict } of seen.plan.steps) {
    if (verdict === 'same') continue
    if (step === 'answer') answered = await giveAnswer(db, act, ticket, seen)
    else await takeStep(db, ticket.id, step, actions, stepAct)
  }
  const undo: RunBefore = {
    ...(await wayBack(db, ticket, visits)),
    ...answered,
  }
  const data = { macro: macro.name, undo: { macro: undo } }
  const entryId = await writeEntry(db, { ticketId: ticket.id, at, kind: 'macro', actor: actorOf(caller), data })
  return entryId as EntryId
}

/** What the ticket and its visits were, and what they are now: it goes back while it still is that. */
const wayBack = async (
  db: WriteDb,
  ticket: StoredTicket,
  visits: Awaited<ReturnType<typeof plannedVisitsOf>>,
): Promise<Omit<RunBefore, 'messageId' | 'draft'>> => {
  const now = (await storedTicket(db, ticket.id)) ?? ticket
  const had = new Map(visits.map((visit) => [visit.id, visit]))
  const stand = await plannedVisitsOf(db, ticket.id)
  const planned = stand.filter(({ id }) => !had.has(id)).map(({ id }) => id)
  const moved = visits.filter((visit) => stand.find(({ id }) => id === visit.id)?.crew_id !== visit.crew_id)
  return { step: stepBefore(ticket, moved, planned), before: fieldsOf(ticket), after: fieldsOf(now) }
}

const giveAnswer = async (
  db: WriteDb,
  { parts, caller, macro, at, seenEntryId }: RunAct,
  before: StoredTicket,
  seen: TicketAhead,
): Promise<Pick<RunBefore, 'messageId' | 'draft'>> => {
  const ticket = (await storedTicket(db, before.id)) ?? before
  const answer = await answerAhead(db, ticket, macro.actions, { ...seen, place: null }, caller, at)
  if (answer === null) return { messageId: null, draft: null }
  if (macro.actions.answer?.send !== true) return { messageId: null, draft: await leaveDraft(db, caller, answer, at) }
  const why = unsendable(answer)
  if (why !== null) throw new StaysOut(why, 'answer')
  const input = { ...answer, seenEntryId: seenEntryId ?? Number.MAX_SAFE_INTEGER, close: null, key: undefined }
  const { id } = await writeReply(db, parts, caller, input, at)
  return { messageId: id, draft: null }
}

/** Before whatever the person had begun to write: neither is lost. */
const leaveDraft = async (
  db: WriteDb,
  caller: SignedInCaller,
  { ticketId, official, text }: AnswerToCitizen,
  at: Instant,
): Promise<RunBefore['draft']> => {
  const face = official ? ('official' as const) : ('reply' as const)
  const begun = await readDraft(db, caller.user.id, { ticketId, face })
  const whole = [text, begun.text].filter((part) => part.trim() !== '').join('\n\n')
  await saveDraft(db, caller.user.id, { ticketId, face, text: whole, data: begun.data }, at)
  return { face, length: text.length, mark: textMark(text) }
}
