import type { InputOf, OutputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { refuse } from '@shared/kernel/app-error'
import type { EntryId, TicketId, VisitId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { stepBefore } from '../tickets/step-before'
import { storedTicket } from '../tickets/ticket-queries'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { workingCrew } from './crew-queries'
import { orderOf, writeOrder } from './day-order'
import { refusePast } from './not-past'
import { giveTo } from './ticket-follows'
import { touchTicket } from './visit-entry'

type Plan = (typeof crews)['plan']

export const planVisits = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: InputOf<Plan>,
): Promise<Result<OutputOf<Plan>>> =>
  parts.current.store.write(async (db) => {
    await refusePast(db, input.day, parts.clock.now())
    const crew = await workingCrew(db, input.crewId)
    const order = await orderOf(db, input)
    const at = parts.clock.now()
    const actor = actorOf(caller)
    const visitIds: VisitId[] = []
    const steps: OutputOf<Plan>['steps'] = []
    for (const ticketId of new Set(input.ticketIds)) {
      const before = (await storedTicket(db, ticketId)) ?? refuse('not_found', { field: 'ticketIds' })
      await giveTo(db, { ticketId, actor, at }, input.crewId)
      const { insertId } = await db
        .insertInto('visits')
        .values({
          ticket_id: ticketId,
          crew_id: input.crewId,
          day: input.day,
          position: order.length + visitIds.length,
          minutes: input.minutes,
          created_at: at,
          created_by: caller.user.id,
        })
        .executeTakeFirstOrThrow()
      const visitId = Number(insertId) as VisitId
      visitIds.push(visitId)
      const entryId = await writeEntry(db, {
        ticketId,
        at,
        actor,
        kind: 'planned',
        data: { crew: crew.name, day: input.day, undo: stepBefore(before, [], [visitId]) },
      })
      steps.push({ id: ticketId as TicketId, entryId: entryId as EntryId })
      await touchTicket(db, { ticketId, at })
    }
    await writeOrder(db, order.toSpliced(input.position ?? order.length, 0, ...visitIds))
    return { visitIds, steps }
  })
