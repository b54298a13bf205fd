import type { InputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import type { VisitId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { actorOf, writeEntry } from '../tickets/write-entry'
import { workingCrew } from './crew-queries'
import { orderOf, writeOrder } from './day-order'
import { refusePast } from './not-past'
import { giveTo } from './ticket-follows'
import { touchTicket } from './visit-entry'

type PlanVisits = InputOf<(typeof crews)['plan']>

export const planVisits = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: PlanVisits,
): Promise<Result<{ visitIds: VisitId[] }>> =>
  parts.current.store.write(async (db) => {
    await refusePast(db, input.day, parts.clock.now())
    const crew = await workingCrew(db, input.crewId)
    const order = await orderOf(db, input)
    const at = parts.clock.now()
    const actor = actorOf(caller)
    const visitIds: VisitId[] = []
    for (const ticketId of new Set(input.ticketIds)) {
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
      visitIds.push(Number(insertId) as VisitId)
      await writeEntry(db, { ticketId, at, actor, kind: 'planned', data: { crew: crew.name, day: input.day } })
      await touchTicket(db, { ticketId, at })
    }
    await writeOrder(db, order.toSpliced(input.position ?? order.length, 0, ...visitIds))
    return { visitIds }
  })
