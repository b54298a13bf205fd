import type { InputOf, OutputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { isPlannableOf } from '@shared/crews/plannable'
import { refuse } from '@shared/kernel/app-error'
import type { CrewId, EntryId, TicketId, VisitId } from '@shared/kernel/ids'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { stepBefore } from '../tickets/step-before'
import { storedTicket } from '../tickets/ticket-queries'
import { type Actor, actorOf, writeEntry } from '../tickets/write-entry'
import { workingCrew } from './crew-queries'
import { orderOf, writeOrder } from './day-order'
import { refusePast } from './not-past'
import { giveTo } from './ticket-follows'
import { touchTicket } from './visit-entry'

type Plan = (typeof crews)['plan']

export interface NewVisit {
  readonly ticketId: number
  readonly crewId: CrewId
  readonly day: string
  readonly minutes: number
  /** Its place in the crew's day, counted from 0; the end when it is not known yet. */
  readonly position?: number
  /** The time of a recurring round that it joins. */
  readonly round?: { readonly id: number; readonly planned: string; readonly name: string }
}

interface PlannedBy {
  readonly at: number
  readonly actor: Actor | null
  readonly userId: number | null
}

export const planVisits = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: InputOf<Plan>,
): Promise<Result<OutputOf<Plan>>> =>
  parts.current.store.write(async (db) => {
    await refusePast(db, input.day, parts.clock.now())
    const order = await orderOf(db, input)
    const by = { at: parts.clock.now(), actor: actorOf(caller), userId: caller.user.id }
    const visitIds: VisitId[] = []
    const steps: OutputOf<Plan>['steps'] = []
    for (const ticketId of await unfinished(db, [...new Set(input.ticketIds)])) {
      const position = order.length + visitIds.length
      const { visitId, entryId } = await planOne(db, { ...input, ticketId, position }, by)
      visitIds.push(visitId)
      steps.push({ id: ticketId as TicketId, entryId })
    }
    await writeOrder(db, order.toSpliced(input.position ?? order.length, 0, ...visitIds))
    return { visitIds, steps }
  })

/** Without what was finished since the page chose: of several it stays as it is, and is missing among the steps. */
const unfinished = async (db: WriteDb, ticketIds: readonly number[]): Promise<readonly number[]> => {
  if (isPlannableOf('done', ticketIds.length === 1)) return ticketIds
  const rows = await db
    .selectFrom('tickets')
    .select(['id', 'number'])
    .where('id', 'in', ticketIds)
    .where('status', '=', 'done')
    .execute()
  const done = new Set(rows.map(({ id }) => id))
  const left = ticketIds.filter((id) => !done.has(id))
  if (left.length > 0) return left
  return refuse('illegal_transition', { field: 'ticketIds', details: { number: rows[0]?.number ?? '' } })
}

/** One visit at the end of a crew's day, inside a write; its ticket goes to that crew. */
export const planOne = async (
  db: WriteDb,
  visit: NewVisit,
  { at, actor, userId }: PlannedBy,
): Promise<{ readonly visitId: VisitId; readonly entryId: EntryId }> => {
  const crew = await workingCrew(db, visit.crewId)
  const before = (await storedTicket(db, visit.ticketId)) ?? refuse('not_found', { field: 'ticketIds' })
  await giveTo(db, { ticketId: visit.ticketId, actor, at }, visit.crewId)
  const { insertId } = await db
    .insertInto('visits')
    .values({
      ticket_id: visit.ticketId,
      crew_id: visit.crewId,
      day: visit.day,
      position: visit.position ?? (await orderOf(db, visit)).length,
      minutes: visit.minutes,
      round_id: visit.round?.id ?? null,
      round_planned: visit.round?.planned ?? null,
      created_at: at,
      created_by: userId,
    })
    .executeTakeFirstOrThrow()
  const visitId = Number(insertId) as VisitId
  const { ticketId } = visit
  const undo = stepBefore(before, [], [visitId])
  const data = { crew: crew.name, day: visit.day, ...(visit.round ? { round: visit.round.name } : {}), undo }
  const entryId = await writeEntry(db, { ticketId, at, actor, kind: 'planned', data })
  await touchTicket(db, { ticketId, at })
  return { visitId, entryId: entryId as EntryId }
}
