import type { InputOf, OutputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { refuse } from '@shared/kernel/app-error'
import type { DistrictId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { PlacePrecision } from '@shared/tickets/vocabulary'
import type { SignedInCaller } from '@main/platform/caller'
import { doOnce } from '@main/store/do-once'
import type { FeatureParts } from '../feature-parts'
import { tie } from '../relations/link-tickets'
import { openTicket } from '../tickets/open-ticket'
import { storedTicket } from '../tickets/ticket-queries'
import { actorOf } from '../tickets/write-entry'
import { touchTicket } from './visit-entry'

type FoundElse = InputOf<(typeof crews)['foundElse']>
type Opened = OutputOf<(typeof crews)['foundElse']>

/** What the crew saw beside its work: a report of the office's own, where the crew stood, with both sides linked. */
export const foundElse = (parts: FeatureParts, caller: SignedInCaller, input: FoundElse): Promise<Result<Opened>> => {
  const at = parts.clock.now()
  const actor = actorOf(caller)
  return parts.current.store.write((db) =>
    doOnce(db, { userId: caller.user.id, at, key: input.key }, async () => {
      const visit =
        (await db.selectFrom('visits').selectAll().where('id', '=', input.visitId).executeTakeFirst()) ??
        refuse('visit_gone', { field: 'visitId' })
      const seen = (await storedTicket(db, visit.ticket_id)) ?? refuse('not_found')
      const opened = await openTicket(db, parts.random, {
        channel: 'crew',
        kind: 'report',
        subject: input.subject,
        description: input.description,
        categoryId: input.categoryId,
        priority: null,
        place: {
          text: seen.place_text,
          districtId: seen.district_id as DistrictId | null,
          lat: seen.lat,
          lon: seen.lon,
          precision: seen.place_precision as PlacePrecision,
        },
        contactId: null,
        actor,
        at,
        unread: false,
      })
      await tie(db, { ticketId: opened.id, otherId: seen.id }, { kind: 'related', actor, at })
      await touchTicket(db, { ticketId: seen.id, at })
      return { id: opened.id, number: opened.number }
    }),
  )
}
