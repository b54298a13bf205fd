import type { bulk } from '@shared/contract/bulk'
import type { InputOf, OutputOf } from '@shared/contract/define'
import { dayAt } from '@shared/deadlines/zone'
import { refuse } from '@shared/kernel/app-error'
import type { EntryId, TicketId } from '@shared/kernel/ids'
import { asInstant } from '@shared/kernel/instant'
import { type Result, err } from '@shared/kernel/result'
import { bulkStep, bulkVerdict } from '@shared/tickets/bulk'
import { priorityOfRank } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../../feature-parts'
import { readSetting } from '../../settings/read-setting'
import { applyTransition } from '../apply-transition'
import { giveCrew } from '../assign-ticket'
import { writeFields } from '../edit-ticket'
import type { StoredTicket } from '../ticket-rows'
import { type Actor, actorOf } from '../write-entry'
import { bulkTicketOf, chosenTickets } from './bulk-tickets'
import { bulkForbidden } from './may-bulk'

type Apply = (typeof bulk)['apply']
type Change = InputOf<Apply>['change']

/** Judged again here: the preview may be minutes old, and another desk has worked on. */
export const applyBulk = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  { ids, change }: InputOf<Apply>,
): Promise<Result<OutputOf<Apply>>> => {
  const forbidden = bulkForbidden(caller, change)
  if (forbidden) return err(forbidden)
  return parts.current.store.write(async (db) => {
    await refuseUnknown(db, change)
    const act = { actor: actorOf(caller), at: parts.clock.now() }
    const { zone } = await readSetting(db, 'calendar')
    const today = dayAt(asInstant(act.at), zone)
    const steps: OutputOf<Apply>['steps'] = []
    const left: OutputOf<Apply>['left'] = []
    for (const ticket of await chosenTickets(db, ids)) {
      const id = ticket.id as TicketId
      const verdict = bulkVerdict(bulkTicketOf(ticket), change, today)
      if (verdict === 'fit') {
        const entryId = await changeOne(db, ticket, change, act)
        if (entryId !== null) steps.push({ id, entryId: entryId as EntryId })
      } else if (verdict !== 'same') left.push({ id, number: ticket.number, code: verdict })
    }
    return { steps, left }
  })
}

/** Once for all of them, and before the first is changed. */
const refuseUnknown = async (db: WriteDb, change: Change): Promise<void> => {
  if (change.kind === 'category' && change.categoryId !== null) {
    const found = await db.selectFrom('categories').select('id').where('id', '=', change.categoryId).executeTakeFirst()
    if (!found) refuse('not_found', { field: 'categoryId' })
  }
}

const changeOne = async (
  db: WriteDb,
  ticket: StoredTicket,
  change: Change,
  { actor, at }: { readonly actor: Actor | null; readonly at: number },
): Promise<number | null> => {
  const act = { ticketId: ticket.id, actor, at }
  if (change.kind === 'crew') return giveCrew(db, act, ticket, change.crewId)
  const step = bulkStep(change)
  if (step !== null) return applyTransition(db, act, step)
  const [entryId] =
    change.kind === 'category'
      ? await writeFields(
          db,
          ticket,
          { categoryId: change.categoryId },
          { actor, at, undo: { field: 'categoryId', from: ticket.category_id, to: change.categoryId } },
        )
      : change.kind === 'priority'
        ? await writeFields(
            db,
            ticket,
            { priority: change.priority },
            { actor, at, undo: { field: 'priority', from: priorityOfRank(ticket.priority), to: change.priority } },
          )
        : []
  return entryId ?? null
}
