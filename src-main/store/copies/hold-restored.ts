import type Database from 'better-sqlite3'
import { OLDEST_ASKED_DAYS } from '@shared/citizen/follow-up'
import { dayAt } from '@shared/deadlines/zone'
import { MOST_AUTOMATIC_REMINDERS } from '@shared/forwarding/chase'
import { DAY_MS, type Instant } from '@shared/kernel/instant'

/**
 * Whatever a copy was about to send may have left since: mail, notices to citizens, the question whether it is settled,
 * reminders to bodies, news for platforms. None of it leaves by itself; each is where a person finds it.
 */
export const holdWhatMayHaveLeft = (database: Database.Database, now: Instant): void => {
  holdMail(database)
  holdSteps(database, now)
  holdQuestions(database, now)
  holdReminders(database, now)
  // Repeated by hand, under the number by which the platform knows it again.
  database.exec(`UPDATE platform_outbox SET state = 'refused', error_code = 'restored' WHERE state = 'waiting'`)
}

const holdMail = (database: Database.Database): void => {
  database.exec(
    `UPDATE messages SET state = 'uncertain' WHERE id IN
       (SELECT message_id FROM outbox WHERE state IN ('held', 'queued', 'sending'));
     UPDATE outbox SET state = 'uncertain' WHERE state IN ('held', 'queued', 'sending')`,
  )
}

const holdSteps = (database: Database.Database, now: Instant): void => {
  database
    .prepare(
      `INSERT INTO timeline (ticket_id, at, kind, data)
         SELECT ticket_id, ?, 'untold', json_object('step', step, 'untold', 'restored')
         FROM citizen_steps WHERE state = 'waiting'`,
    )
    .run(now)
  database.exec(`UPDATE citizen_steps SET state = 'untold', reason = 'restored' WHERE state = 'waiting'`)
}

/** Closings whose day to be asked about has come, at the latest, while the copy lay on its disk. */
const holdQuestions = (database: Database.Database, now: Instant): void => {
  const { on, days } = settingOf(database, 'followUp')
  if (on !== true || typeof days !== 'number') return
  database
    .prepare(
      `INSERT INTO follow_ups (ticket_id, closed_at, at, state, reason)
         SELECT id, closed_at, ?, 'unasked', 'restored' FROM tickets
         WHERE status = 'closed' AND outcome IN ('resolved', 'handled_by_body') AND closed_at <= ? AND closed_at > ?
         ON CONFLICT DO NOTHING`,
    )
    .run(now, now - days * DAY_MS, now - (days + OLDEST_ASKED_DAYS) * DAY_MS)
}

/** As after as many reminders as the desk sends by itself: it stays among those to be chased, and a person reminds. */
const holdReminders = (database: Database.Database, now: Instant): void => {
  const { zone } = settingOf(database, 'calendar')
  database
    .prepare(
      `UPDATE forwardings SET automatic_reminders = ?
         WHERE ended_at IS NULL AND answered_at IS NULL AND automatic_reminders < ?
           AND body_id IN (SELECT id FROM bodies WHERE reminds_itself = 1)
           AND ticket_id IN (SELECT id FROM tickets WHERE chase_on <= ?)`,
    )
    .run(
      MOST_AUTOMATIC_REMINDERS,
      MOST_AUTOMATIC_REMINDERS,
      dayAt(now, typeof zone === 'string' ? zone : 'Europe/Rome'),
    )
}

const settingOf = (database: Database.Database, key: string): Readonly<Record<string, unknown>> => {
  const value = database.prepare('SELECT value FROM settings WHERE key = ?').pluck().get(key) as string | undefined
  return value === undefined ? {} : (JSON.parse(value) as Record<string, unknown>)
}
