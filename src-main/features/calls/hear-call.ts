import { UNANSWERED } from '@shared/calls/call-state'
import { readNumber } from '@shared/calls/caller-number'
import type { CtiEvent } from '@shared/calls/cti-event'
import { HOUR_MS, type Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import { asSystem } from '@main/store/audit/acting'
import type { WriteDb } from '@main/store/handles'
import type { FeatureParts } from '../feature-parts'
import { settleEarlier } from './settle-call'

/** A switchboard gives a name again after a while: what is older is another call. */
const SAME_CALL_MS = 12 * HOUR_MS
/** An event that comes behind the end of its call is no new call. */
const LATE_MS = 10_000

/**
 * One event of the switchboard becomes a call of the log, or moves one on. Events come twice, late, or the first of them
 * never came; several desks may tell of one call.
 */
export const hearCall = (
  parts: FeatureParts,
  event: CtiEvent,
  isTrial: boolean,
): Promise<Result<Record<string, never>>> =>
  asSystem('calls.heard', () =>
    parts.current.store.write(async (db) => {
      const at = parts.clock.now()
      const known = await callOf(db, event, at)
      const id = known ?? (await begin(db, event, at, isTrial))
      if (event.event === 'answer') await answer(db, id, event, at)
      if (event.event === 'hangup') await hangUp(db, id, event, at, known === null)
      return {}
    }),
  )

/** A finished call that is told to begin is another one of the same name, unless that is only said late. */
const callOf = async (db: WriteDb, { event, callId }: CtiEvent, at: Instant): Promise<number | null> => {
  const row = await db
    .selectFrom('calls')
    .select(['id', 'ended_at'])
    .where('ref', '=', callId)
    .where('started_at', '>', at - SAME_CALL_MS)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (row === undefined) return null
  return row.ended_at !== null && event === 'newCall' && at - row.ended_at > LATE_MS ? null : row.id
}

const begin = async (db: WriteDb, event: CtiEvent, at: Instant, isTrial: boolean): Promise<number> => {
  const [other, own] = event.direction === 'in' ? [event.from, event.to] : [event.to, event.from]
  const number = readNumber(other)
  const line = readNumber(own)
  const { insertId } = await db
    .insertInto('calls')
    .values({
      ref: event.callId,
      direction: event.direction,
      number: number.display,
      number_key: number.key,
      line: line.display,
      line_key: line.key,
      queue_key: readNumber(event.queue).key,
      started_at: at,
      trial: isTrial ? 1 : 0,
    })
    .executeTakeFirstOrThrow()
  return Number(insertId)
}

const answer = async (db: WriteDb, id: number, event: CtiEvent, at: Instant): Promise<void> => {
  const by = event.user === '' ? readNumber(event.answeringNumber).display : event.user
  await db
    .updateTable('calls')
    .set({ answered_at: at, answered_by: by })
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .execute()
  await settleEarlier(db, id, by, at)
}

const hangUp = async (db: WriteDb, id: number, event: CtiEvent, at: Instant, isFirst: boolean): Promise<void> => {
  const { cause } = event
  await db
    .updateTable('calls')
    .set({ ended_at: at, cause })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute()
  if (UNANSWERED.some((one) => one === cause)) return
  const { direction } = await db.selectFrom('calls').select('direction').where('id', '=', id).executeTakeFirstOrThrow()
  // This desk was not there when it began, or it is one of ours, whose answer some never tell: the cause alone says it.
  if (isFirst || direction === 'out') await answer(db, id, event, at)
}
