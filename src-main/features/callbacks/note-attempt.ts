import { endsCallback, nextCall } from '@shared/callbacks/next-try'
import type { callbacks } from '@shared/contract/callbacks'
import type { InputOf } from '@shared/contract/define'
import { refuse } from '@shared/kernel/app-error'
import type { Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { SignedInCaller } from '@main/platform/caller'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { actorOf, writeEntry } from '../tickets/write-entry'

type Attempt = InputOf<(typeof callbacks)['attempt']>

export const noteAttempt = (
  parts: FeatureParts,
  caller: SignedInCaller,
  { id, tries, outcome, note, nextAt }: Attempt,
): Promise<Result<{ dueAt: Instant | null }>> =>
  parts.current.store.write(async (db) => {
    const at = parts.clock.now()
    const row =
      (await db.selectFrom('callbacks').selectAll().where('id', '=', id).executeTakeFirst()) ?? refuse('not_found')
    const made = await db.selectFrom('callback_attempts').select('id').where('callback_id', '=', id).execute()
    // A colleague has called in the meantime: the citizen must not be called twice.
    if (row.outcome !== null || made.length !== tries)
      refuse('conflict', { field: 'tries', current: { tries: made.length, outcome: row.outcome } })
    await db
      .insertInto('callback_attempts')
      .values({ callback_id: id, at, user_name: caller.user.displayName, outcome, note })
      .execute()
    const dueAt =
      outcome === 'no_answer' || outcome === 'busy'
        ? nextCall(outcome, { at, tries, nextAt, calendar: await readSetting(db, 'calendar') })
        : null
    await db
      .updateTable('callbacks')
      .set(endsCallback(outcome) ? { outcome, ended_at: at } : { due_at: dueAt ?? row.due_at })
      .where('id', '=', id)
      .execute()
    if (row.ticket_id !== null)
      await writeEntry(db, {
        ticketId: row.ticket_id,
        at,
        kind: 'callback',
        actor: actorOf(caller),
        data: { call: outcome },
        text: note,
      })
    return { dueAt }
  })
