import type { InputOf, OutputOf } from '@shared/contract/define'
import type { MacroLeft, macros } from '@shared/contract/macros'
import type { TicketId, UserId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import { type Actions, type PlannedStep, changesAnything, stateChange } from '@shared/macros/actions'
import { addDays } from '@shared/deadlines/zone'
import { priorityOfRank } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import type { ReadDb } from '@main/store/handles'
import { userById } from '../accounts/users-queries'
import { categoryPaths } from '../competence/rule-queries'
import { visitsOff } from '../tickets/bulk/preview-bulk'
import { chosenTickets } from '../tickets/bulk/bulk-tickets'
import { nameOf } from '../tickets/names'
import type { StoredTicket } from '../tickets/ticket-queries'
import {
  type LookAhead,
  type TicketAhead,
  answerAhead,
  lookAhead,
  takenAhead,
  ticketAhead,
  unsendable,
} from './look-ahead'
import { isForTicket, usableMacro } from './usable-macro'

type Preview = (typeof macros)['preview']
type Sample = OutputOf<Preview>['sample'][number]

/** The preview shows the first few step by step. */
const SAMPLE = 6

export const previewMacro = async (
  db: ReadDb,
  caller: SignedInCaller,
  { id, ticketIds }: InputOf<Preview>,
  now: Instant,
): Promise<OutputOf<Preview>> => {
  const macro = await usableMacro(db, caller, id, ticketIds.length)
  const { actions } = macro
  const first = await lookAhead(db, actions, now, await categoryPaths(db))
  const by = { me: caller.user.id, alone: ticketIds.length === 1 }
  let ahead = first
  const left: MacroLeft[] = []
  const fit: { readonly ticket: StoredTicket; readonly seen: TicketAhead }[] = []
  let same = 0
  let answer: OutputOf<Preview>['answer'] = null
  for (const ticket of await chosenTickets(db, ticketIds)) {
    const stay = (code: MacroLeft['code'], step: MacroLeft['step']): void => {
      left.push({ id: ticket.id as TicketId, number: ticket.number, code, step })
    }
    if (!isForTicket(macro, ticket, ahead.pathOf)) {
      stay('macro_unfit', null)
      continue
    }
    const seen = ticketAhead(ticket, actions, ahead, by)
    if (!seen.plan.ok) {
      stay(seen.plan.code, seen.plan.step)
      continue
    }
    if (!changesAnything(seen.plan)) {
      same += 1
      continue
    }
    const reply = await answerAhead(db, ticket, actions, seen, caller, now)
    const why = reply !== null && actions.answer?.send === true ? unsendable(reply) : null
    if (why !== null) {
      stay(why, 'answer')
      continue
    }
    if (reply !== null && fit.length === 0)
      answer = { to: reply.to, text: reply.text, official: reply.official, send: actions.answer?.send ?? false }
    fit.push({ ticket, seen })
    ahead = takenAhead(ahead, actions, seen)
  }
  const sample: Sample[] = []
  for (const { ticket, seen } of fit.slice(0, SAMPLE))
    sample.push({
      id: ticket.id as TicketId,
      number: ticket.number,
      subject: ticket.subject,
      placeText: ticket.place_text,
      steps: seen.plan.ok ? await stepsInWords(db, ticket, actions, seen, ahead) : [],
    })
  const { state } = actions
  return {
    fit: fit.map(({ ticket }) => ticket.id as TicketId),
    same,
    left,
    visitsOff:
      state === null
        ? 0
        : await visitsOff(
            db,
            fit.map(({ ticket }) => ticket),
            stateChange(state, ahead.today),
          ),
    sample,
    answer,
    note: actions.note,
  }
}

const stepsInWords = async (
  db: ReadDb,
  ticket: StoredTicket,
  actions: Actions,
  { plan, place }: TicketAhead,
  { today }: LookAhead,
): Promise<Sample['steps']> => {
  if (!plan.ok) return []
  const named = async ({
    step,
  }: PlannedStep): Promise<{ from: string; to: string; day: Sample['steps'][number]['day'] }> => {
    switch (step) {
      case 'category':
        return {
          from: await nameOf(db, 'categories', ticket.category_id),
          to: await nameOf(db, 'categories', actions.categoryId),
          day: null,
        }
      case 'priority':
        return { from: priorityOfRank(ticket.priority), to: actions.priority ?? '', day: null }
      case 'owner':
        return {
          from: await personName(db, ticket.owner_id),
          to: await personName(db, plan.after.ownerId as UserId | null),
          day: null,
        }
      case 'crew':
      case 'visit':
        return {
          from: await nameOf(db, 'crews', ticket.crew_id),
          to: await nameOf(db, 'crews', place?.crewId),
          day: step === 'visit' ? (place?.day ?? null) : null,
        }
      case 'note':
        return { from: '', to: actions.note, day: null }
      case 'answer':
        return { from: '', to: actions.answer?.send === true ? 'send' : 'draft', day: null }
      case 'state': {
        const { state } = actions
        return {
          from: ticket.status,
          to: plan.after.life.status,
          day: state?.kind === 'wait' ? addDays(today, state.days) : null,
        }
      }
    }
  }
  const words: Sample['steps'] = []
  for (const one of plan.steps) words.push({ step: one.step, verdict: one.verdict, ...(await named(one)) })
  return words
}

const personName = async (db: ReadDb, id: number | null): Promise<string> =>
  id === null ? '' : ((await userById(db, id))?.display_name ?? '')
