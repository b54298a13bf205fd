import type { InputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { appError } from '@shared/kernel/app-error'
import { type Result, err } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { refreshSearchRow } from '../tickets/search-row'
import { actorOf } from '../tickets/write-entry'
import { storedCrew } from './crew-queries'
import { plannedVisits } from './day-order'
import { followDone, followPlan } from './ticket-follows'
import { writeVisitEntry } from './visit-entry'

type ReportVisit = InputOf<(typeof crews)['report']>

/** What the crew brought back. Work that was not done says why: the citizen will ask. */
export const reportVisit = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: ReportVisit,
): Promise<Result<Record<string, never>>> => {
  if (input.status === 'not_done' && input.note === '') return err(appError('invalid_input', { field: 'note' }))
  return parts.current.store.write(async (db) => {
    for (const visit of await plannedVisits(db, [input.visitId])) {
      await db
        .updateTable('visits')
        .set({ status: input.status, note: input.note })
        .where('id', '=', visit.id)
        .execute()
      const news = { ticketId: visit.ticket_id, at: parts.clock.now(), actor: actorOf(caller) }
      const crew = (await storedCrew(db, visit.crew_id))?.name ?? ''
      await writeVisitEntry(db, { ...news, text: input.note }, { status: input.status, crew, day: visit.day })
      await (input.status === 'done' ? followDone(db, news) : followPlan(db, news))
      if (input.note !== '') await refreshSearchRow(db, visit.ticket_id)
    }
    return {}
  })
}
