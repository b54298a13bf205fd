import type { InputOf, OutputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { appError, refuse } from '@shared/kernel/app-error'
import type { VisitId } from '@shared/kernel/ids'
import { type Result, err } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { ReadDb, WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { refreshSearchRow } from '../tickets/search-row'
import { type Actor, actorOf } from '../tickets/write-entry'
import { storedCrew } from './crew-queries'
import type { StoredVisit } from './crew-rows'
import { planOne } from './plan-visits'
import { refusePast } from './not-past'
import { returnedOf } from './returned-queries'
import { followDone, followPlan, followTakenBack } from './ticket-follows'
import { writeVisitEntry } from './visit-entry'

type ReportVisit = InputOf<(typeof crews)['report']>
type Reported = OutputOf<(typeof crews)['report']>

/** What the crew brought back. Work that was not done says why: the citizen will ask. */
export const reportVisit = async (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: ReportVisit,
): Promise<Result<Reported>> => {
  const refusal = whyMissing(input)
  if (refusal !== null) return err(appError('invalid_input', { field: refusal }))
  return parts.current.store.write((db) => reportOne(db, parts, caller, input))
}

/** The same inside a larger write: all that came of a round. */
export const reportOne = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  input: ReportVisit,
): Promise<Reported> => {
  const visit = await toReport(db, input)
  const at = parts.clock.now()
  const actor = actorOf(caller)
  const isDone = input.status === 'done'
  await db
    .updateTable('visits')
    .set({
      status: input.status,
      note: input.note,
      reason: isDone ? '' : (input.reason ?? ''),
      spent_minutes: input.spentMinutes,
      materials: input.materials,
      reported_at: at,
      reported_by: caller.user.id,
    })
    .where('id', '=', visit.id)
    .execute()
  await tell(db, visit, input, { at, actor })
  const news = { ticketId: visit.ticket_id, at, actor }
  const nextVisitId = await planNext(db, parts, visit, input, { at, actor, userId: caller.user.id })
  if (isDone) await followDone(db, news)
  else if (visit.status === 'done') await followTakenBack(db, news)
  else await followPlan(db, news)
  await refreshSearchRow(db, visit.ticket_id)
  return { nextVisitId }
}

/** Another crew cannot start from a bare word, and "other" says nothing alone. */
export const whyMissing = ({ status, reason, note }: Pick<ReportVisit, 'status' | 'reason' | 'note'>): 'note' | null =>
  status === 'not_done' && note === '' && (reason === null || reason === 'other' || reason === 'other_crew')
    ? 'note'
    : null

/** Reported by two desks, or twice from one sheet: the second one sees what the first one wrote, and decides. */
const toReport = async (db: ReadDb, { visitId, replaces }: ReportVisit): Promise<StoredVisit> => {
  const visit =
    (await db.selectFrom('visits').selectAll().where('id', '=', visitId).executeTakeFirst()) ??
    refuse('visit_gone', { field: 'visitId' })
  if (visit.status !== 'planned' && (replaces === null || replaces !== visit.reported_at))
    refuse('conflict', { field: 'status', current: await returnedOf(db, visitId) })
  return visit
}

const tell = async (
  db: WriteDb,
  visit: StoredVisit,
  input: ReportVisit,
  by: { readonly at: number; readonly actor: Actor | null },
): Promise<void> => {
  const crew = (await storedCrew(db, visit.crew_id))?.name ?? ''
  const news = { ...by, ticketId: visit.ticket_id, text: input.note }
  await writeVisitEntry(db, news, {
    status: input.status,
    crew,
    day: visit.day,
    ...(input.status === 'not_done' && input.reason !== null ? { why: input.reason } : {}),
    ...(input.spentMinutes === null ? {} : { minutes: input.spentMinutes }),
    ...(input.materials === '' ? {} : { materials: input.materials }),
    ...(visit.status === 'planned' ? {} : { instead: visit.status }),
  })
}

const planNext = async (
  db: WriteDb,
  parts: FeatureParts,
  visit: StoredVisit,
  { next, status }: ReportVisit,
  by: { readonly at: number; readonly actor: Actor | null; readonly userId: number },
): Promise<VisitId | null> => {
  if (next === null || status === 'done') return null
  await refusePast(db, next.day, parts.clock.now())
  const { visitId } = await planOne(db, { ticketId: visit.ticket_id, minutes: visit.minutes, ...next }, by)
  return visitId
}
