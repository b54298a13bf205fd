import { isOfficeOpen } from '@shared/deadlines/office-calendar'
import { dayAt } from '@shared/deadlines/zone'
import { MOST_AUTOMATIC_REMINDERS } from '@shared/forwarding/chase'
import type { ForwardingId } from '@shared/kernel/ids'
import type { Instant } from '@shared/kernel/instant'
import type { ReadDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import type { FeatureParts } from '../feature-parts'
import { readSetting } from '../settings/read-setting'
import { remindOne } from './remind-bodies'

/**
 * What the desk reminds of by itself now: bodies for which the office switched it on, past their chase date, while the
 * office is open. Not for ever: after a few reminders a person has to look; nor where the last letter did not leave.
 */
export const dueReminders = async (db: ReadDb, now: Instant): Promise<ForwardingId[]> => {
  const calendar = await readSetting(db, 'calendar')
  if (!isOfficeOpen(calendar, now)) return []
  const rows = await db
    .selectFrom('forwardings')
    .innerJoin('tickets', 'tickets.id', 'forwardings.ticket_id')
    .innerJoin('bodies', 'bodies.id', 'forwardings.body_id')
    .select('forwardings.id')
    .where('forwardings.ended_at', 'is', null)
    .where('forwardings.answered_at', 'is', null)
    .where('forwardings.automatic_reminders', '<', MOST_AUTOMATIC_REMINDERS)
    .where('bodies.reminds_itself', '=', 1)
    .where('tickets.chase_on', '<=', dayAt(now, calendar.zone))
    .where(
      ({ fn, selectFrom, val }) => {
        const last = selectFrom('forwarding_messages')
          .innerJoin('messages', 'messages.id', 'forwarding_messages.message_id')
          .select('messages.state')
          .whereRef('forwarding_messages.forwarding_id', '=', 'forwardings.id')
          .where('forwarding_messages.part', 'in', ['letter', 'reminder'])
          .orderBy('messages.id', 'desc')
          .limit(1)
        return fn.coalesce(last, val('sent'))
      },
      '=',
      'sent',
    )
    .orderBy('tickets.chase_on')
    .execute()
  return rows.map(({ id }) => id as ForwardingId)
}

/** One of them; false when the lease is another desk's now, or somebody did it meanwhile. */
export const remindDue = async (parts: FeatureParts, id: ForwardingId, lease: Lease): Promise<boolean> => {
  const done = await parts.current.store.write(async (db) => {
    const at = parts.clock.now()
    if (!(await leaseHolds(db, lease)) || !(await dueReminders(db, at)).includes(id)) return false
    return 'messageId' in (await remindOne(db, parts, null, { id, text: null, at, heldUntil: at }))
  })
  return done.ok && done.value
}
