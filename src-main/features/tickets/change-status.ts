import type { InputOf } from '@shared/contract/define'
import type { tickets } from '@shared/contract/tickets'
import { appError, refuse } from '@shared/kernel/app-error'
import type { EntryId } from '@shared/kernel/ids'
import { type Result, err } from '@shared/kernel/result'
import { type SignedInCaller, mayCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { applyTransition } from './apply-transition'
import { refreshSearchRow } from './search-row'
import { storedTicket } from './ticket-queries'
import { actorOf } from './write-entry'

type ChangeStatus = InputOf<(typeof tickets)['changeStatus']>

/** `base` is the state that the person saw: somebody else's step in between is a `conflict`. */
export const changeStatus = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: ChangeStatus,
): Promise<Result<{ entryId: EntryId }>> => {
  if (input.to === 'closed' && !mayCaller(caller, 'tickets.close'))
    return err(appError('forbidden', { details: { needs: 'tickets.close' } }))
  if (input.to === 'forwarded' && !mayCaller(caller, 'tickets.forward'))
    return err(appError('forbidden', { details: { needs: 'tickets.forward' } }))
  return parts.current.store.write(async (db) => {
    const ticket = (await storedTicket(db, input.id)) ?? refuse('not_found')
    if (ticket.status !== input.base) refuse('conflict', { field: 'status', current: { status: ticket.status } })
    const entryId = await applyTransition(
      db,
      {
        ticketId: input.id,
        actor: actorOf(caller),
        at: parts.clock.now(),
        note: input.note,
        keepVisits: input.keepVisits,
      },
      {
        to: input.to,
        outcome: input.outcome ?? undefined,
        waitingUntil: input.waitingUntil ?? undefined,
        waitingReason: input.waitingReason ?? undefined,
        bodyId: input.bodyId ?? undefined,
        chaseOn: input.chaseOn ?? undefined,
      },
    )
    if (input.note !== '') await refreshSearchRow(db, input.id)
    return { entryId: entryId as EntryId }
  })
}
