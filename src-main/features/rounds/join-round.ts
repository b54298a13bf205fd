import type { InputOf, OutputOf } from '@shared/contract/define'
import type { rounds } from '@shared/contract/rounds'
import { refuse } from '@shared/kernel/app-error'
import type { Day } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { WriteDb } from '@main/store/handles'
import { refusePast } from '../crews/not-past'
import { planOne } from '../crews/plan-visits'
import type { FeatureParts } from '../feature-parts'
import { refreshSearchRow } from '../tickets/search-row'
import { actorOf } from '../tickets/write-entry'
import { knownTime } from './round-queries'
import { letGo } from './round-visits'

type Join = (typeof rounds)['join']

export const joinRound = (
  parts: FeatureParts,
  caller: SignedInCaller,
  input: InputOf<Join>,
): Promise<Result<OutputOf<Join>>> => parts.current.store.write((db) => joinTime(db, parts, caller, input))

/** The same inside a larger write: a report that joins while it is saved. */
export const joinTime = async (
  db: WriteDb,
  parts: FeatureParts,
  caller: SignedInCaller,
  { ticketId, roundId, planned }: InputOf<Join>,
): Promise<OutputOf<Join>> => {
  const time = await knownTime(db, roundId, planned)
  if (!time.fields.active) refuse('round_day_gone', { field: 'planned' })
  if (time.change?.done_at != null) refuse('round_done', { field: 'planned' })
  await refusePast(db, time.day, parts.clock.now())
  const twin = await db
    .selectFrom('visits')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('round_id', '=', roundId)
    .where('status', '=', 'planned')
    .executeTakeFirst()
  if (twin) refuse('conflict', { field: 'roundId', current: { visitId: twin.id } })
  const round = { id: roundId, planned, name: time.fields.name }
  const visit = { ticketId, crewId: time.crewId, day: time.day, minutes: time.fields.ticketMinutes, round }
  const by = { at: parts.clock.now(), actor: actorOf(caller), userId: caller.user.id }
  const made = await planOne(db, visit, by)
  await refreshSearchRow(db, ticketId)
  return { ...made, day: time.day as Day }
}

export const leaveRound = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { visitId }: InputOf<(typeof rounds)['leave']>,
): Promise<Result<Record<string, never>>> =>
  parts.current.store.write(async (db) => {
    const visit =
      (await db.selectFrom('visits').selectAll().where('id', '=', visitId).executeTakeFirst()) ??
      refuse('visit_gone', { field: 'visitId' })
    if (visit.round_id === null) refuse('visit_gone', { field: 'visitId' })
    if (visit.status !== 'planned') refuse('conflict', { field: 'status', current: { status: visit.status } })
    await letGo(db, [visit], { at: parts.clock.now(), actor: actorOf(caller) })
    return {}
  })
