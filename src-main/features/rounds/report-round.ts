import type { InputOf, OutputOf } from '@shared/contract/define'
import type { rounds } from '@shared/contract/rounds'
import { refuse } from '@shared/kernel/app-error'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import { reportOne, whyMissing } from '../crews/report-visit'
import type { FeatureParts } from '../feature-parts'
import { writeChange } from './change-time'
import { knownTime, todayOf } from './round-queries'
import { waitingVisits } from './round-visits'

type Report = (typeof rounds)['report']

/** The round was made: itself, and what came of each ticket that still waited for it, in one write. */
export const reportRound = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { roundId, planned, note, spentMinutes, results }: InputOf<Report>,
): Promise<Result<OutputOf<Report>>> =>
  parts.current.store.write(async (db) => {
    const time = await knownTime(db, roundId, planned)
    if (time.change?.done_at != null) refuse('round_done', { field: 'planned' })
    // What has not begun cannot have been made.
    if (time.day > (await todayOf(db, parts.clock.now()))) refuse('invalid_input', { field: 'planned' })
    const waiting = new Set((await waitingVisits(db, roundId, planned)).map(({ id }) => id))
    const count = { done: 0, notDone: 0 }
    for (const result of results) {
      if (!waiting.has(result.visitId)) refuse('conflict', { field: 'results', current: { visitId: result.visitId } })
      const report = { ...result, spentMinutes: null, materials: '', next: null, replaces: null }
      if (whyMissing(report) !== null) refuse('invalid_input', { field: 'note' })
      await reportOne(db, parts, caller, report)
      waiting.delete(result.visitId)
      if (result.status === 'done') count.done += 1
      else count.notDone += 1
    }
    // A ticket that joined while the paper was on its way back is not passed over.
    if (waiting.size > 0) refuse('conflict', { field: 'results', current: { visitIds: [...waiting] } })
    const change = { note, spent_minutes: spentMinutes, done_at: parts.clock.now(), done_by: caller.user.id }
    // Who made it, and when, whatever the round's calendar says one day.
    await writeChange(db, roundId, planned, { day: time.day, crew_id: time.crewId, ...change })
    return count
  })
