import type { InputOf } from '@shared/contract/define'
import { isOverruled } from '@shared/competence/overruled'
import type { competence } from '@shared/contract/competence'
import { roadOf } from '@shared/competence/road'
import { refuse } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { refreshSearchRow } from '../tickets/search-row'
import { type StoredTicket, storedTicket } from '../tickets/ticket-queries'
import { type Actor, actorOf, writeEntry } from '../tickets/write-entry'
import { chosenFor, decideTicket } from './ticket-competence'

type Choose = InputOf<(typeof competence)['choose']>

/** A person says whose a ticket is; nothing is sent and no state is changed by it. */
export const chooseBody = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: Choose,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const ticket = (await storedTicket(db, input.ticketId)) ?? refuse('not_found')
    if (ticket.status === 'merged') refuse('ticket_merged')
    if (ticket.status === 'closed') refuse('ticket_closed')
    // Where it lies is changed by forwarding it, not by a word.
    if (ticket.status === 'forwarded' && ticket.body_id !== input.bodyId)
      refuse('illegal_transition', { field: 'bodyId', details: { from: 'forwarded', to: 'forwarded' } })
    const act = { actor: actorOf(caller), at: parts.clock.now(), note: input.note }
    await rememberChoice(db, ticket, input.bodyId, act)
    if (ticket.body_id === input.bodyId) return {}
    await db
      .updateTable('tickets')
      .set({ body_id: input.bodyId, last_activity_at: act.at })
      .where('id', '=', ticket.id)
      .execute()
    const before = ticket.body_id === null ? '' : await bodyName(db, ticket.body_id)
    await writeEntry(db, {
      ticketId: ticket.id,
      at: act.at,
      kind: 'fields',
      actor: act.actor,
      data: { field: 'bodyId', from: before, to: await bodyName(db, input.bodyId) },
      text: input.note,
    })
    if (input.note !== '') await refreshSearchRow(db, ticket.id)
    return {}
  })

const bodyName = async (db: ReadDb, id: number): Promise<string> =>
  (await db.selectFrom('bodies').select('name').where('id', '=', id).executeTakeFirst())?.name ??
  refuse('not_found', { field: 'bodyId' })

/**
 * Writes down what a person decided where the rules said otherwise or asked; what they agree with needs no memory.
 * Refuses `note_required` for a word against a rule that says nothing of why.
 */
export const rememberChoice = async (
  db: WriteDb,
  ticket: StoredTicket,
  bodyId: number,
  act: { readonly actor: Actor | null; readonly at: number; readonly note: string },
): Promise<void> => {
  const chosen = await chosenFor(db, ticket.id)
  if (chosen?.bodyId === bodyId) return
  const decision = await decideTicket(db, ticket)
  const home = await db.selectFrom('bodies').select('id').where('is_home', '=', 1).executeTakeFirst()
  const overruled = isOverruled(decision, bodyId, home?.id ?? null)
  if (overruled && act.note === '')
    refuse('note_required', {
      field: 'note',
      details: { rule: decision.kind === 'decided' ? decision.ruleName : '' },
    })
  const agrees = decision.kind === 'none' || (decision.kind === 'decided' && !overruled)
  if (agrees && chosen === null) return
  const road = roadOf(ticket.place_text)
  await db
    .insertInto('competence_choices')
    .values({
      ticket_id: ticket.id,
      body_id: bodyId,
      rule_id: decision.kind === 'decided' ? decision.ruleId : null,
      rule_name: decision.kind === 'decided' ? decision.ruleName : '',
      decided_body_id: decision.kind === 'decided' ? decision.bodyId : null,
      overruled: overruled ? 1 : 0,
      note: act.note,
      road_key: road?.key ?? '',
      road_name: road?.name ?? '',
      category_id: ticket.category_id,
      at: act.at,
      user_id: act.actor?.id ?? null,
    })
    .execute()
}
