import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayAt, startOfDay } from '@shared/deadlines/zone'
import { DAY_MS, asInstant } from '@shared/kernel/instant'
import { SORT_KEYS, type TicketFilterInput, VIEWS, ticketFilter } from '@shared/contract/tickets'
import { makeDemoStore } from '@main/demo/make-demo-store'
import { ticketIds, ticketPage } from '@main/features/tickets/ticket-queries'
import { openStore } from '@main/store/open'
import type { Store } from '@main/store/store'

const TICKETS = 150
const USER = 3

let folder: string
let store: Store
let now: number

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pages-'))
  await makeDemoStore(join(folder, 'a.db'), { tickets: TICKETS })
  const opened = await openStore(join(folder, 'a.db'))
  if (!opened.ok) throw new Error(opened.error.code)
  store = opened.value
  now = store.connections.reader.prepare('SELECT max(created_at) FROM tickets').pluck().get() as number
})
afterAll(async () => {
  await store.close()
  await rm(folder, { recursive: true, force: true })
})

/** Two months ago, in summer time or winter time. */
const DAY = dayAt(asInstant(Date.now() - 60 * DAY_MS), 'Europe/Rome')
const DAY_START = startOfDay(DAY, 'Europe/Rome')

/** What each filter means, told by one plain condition. */
const FILTERS: readonly (readonly [TicketFilterInput, string])[] = [
  [{}, '1'],
  [{ districtIds: [1, 2, 3, 4, 5] as never }, 'district_id IN (1, 2, 3, 4, 5)'],
  [{ categoryIds: [1] as never }, 'category_id IN (SELECT id FROM categories WHERE id = 1 OR parent_id = 1)'],
  [{ crewIds: [1] as never, channels: ['email', 'phone'] }, "crew_id = 1 AND channel IN ('email', 'phone')"],
  [{ priorities: ['normal', 'low'] }, 'priority IN (0, 1)'],
  [{ statuses: ['closed', 'new'] }, "status IN ('closed', 'new')"],
  [{ contactId: 1 as never }, 'contact_id = 1'],
  [{ bbox: [10.4, 43.7, 10.6, 43.9] }, 'lat BETWEEN 43.7 AND 43.9 AND lon BETWEEN 10.4 AND 10.6'],
  [{ outcomes: ['resolved'], withoutMerged: true }, "outcome = 'resolved' AND status <> 'merged'"],
  [{ bodyIds: [2, 3, 4] as never }, 'body_id IN (2, 3, 4)'],
  [{ without: ['body', 'crew'] }, 'body_id IS NULL AND crew_id IS NULL'],
  [{ closedFrom: DAY, openOn: null }, `status = 'closed' AND closed_at >= ${DAY_START}`],
  [
    { closedTo: DAY, deadline: 'kept' },
    `status = 'closed' AND closed_at < ${DAY_START} + 86400000 AND coalesce(done_at, closed_at) <= resolution_due`,
  ],
  [
    { openOn: DAY },
    `created_at < ${DAY_START} + 86400000 AND status <> 'merged' AND (status <> 'closed' OR closed_at >= ${DAY_START} + 86400000)`,
  ],
  [{ reopened: true }, 'reopened > 0'],
  [{ followUp: 'yes' }, "id IN (SELECT ticket_id FROM follow_ups WHERE answer = 'yes')"],
  [{ text: 'lampione' }, "id IN (SELECT rowid FROM ticket_fts('lampione*'))"],
  [
    { text: 'via', channels: ['email', 'phone'], bbox: [10.4, 43.7, 10.6, 43.9] },
    "id IN (SELECT rowid FROM ticket_fts('via*')) AND channel IN ('email', 'phone') AND lat BETWEEN 43.7 AND 43.9 AND lon BETWEEN 10.4 AND 10.6",
  ],
]
const VIEW_MEANS: Readonly<Record<(typeof VIEWS)[number], string>> = {
  new: "status = 'new'",
  to_assign: "status = 'accepted' AND crew_id IS NULL",
  mine: `status NOT IN ('closed', 'merged') AND owner_id = ${USER}`,
  due_soon: "status NOT IN ('closed', 'merged') AND due_sort > @now AND due_sort <= @now + 172800000",
  overdue: "status NOT IN ('closed', 'merged') AND due_sort <= @now",
  waiting: "status = 'waiting'",
  forwarded: "status = 'forwarded'",
  to_answer: "status = 'done'",
  open: "status NOT IN ('closed', 'merged')",
  closed: "status = 'closed'",
  all: '1',
}
const COLUMN = { number: 'id', due: 'due_sort', priority: 'priority', activity: 'last_activity_at' }

describe('a page of the queue holds what its filter means, in its order', () => {
  beforeAll(() => {
    store.connections.writer.exec(
      `INSERT INTO follow_ups (ticket_id, closed_at, at, state, answer)
       SELECT id, 1, 1, 'asked', iif(id % 3 = 0, 'no', 'yes') FROM tickets WHERE id % 2 = 0`,
    )
    // Merged ones are neither open nor closed.
    store.connections.writer.exec(
      `UPDATE tickets SET status = 'merged' WHERE status = 'closed' AND (
         id IN (SELECT id FROM tickets WHERE status = 'closed' LIMIT 3)
         OR id = (SELECT max(rowid) FROM ticket_fts('lampione*') WHERE rowid IN (SELECT id FROM tickets WHERE status = 'closed')))`,
    )
  })

  it.each(VIEWS)('in the view “%s”, long or short, whichever index leads', async (view) => {
    for (const [narrowed, means] of FILTERS)
      for (const key of SORT_KEYS)
        for (const descending of [false, true]) {
          const order = `${COLUMN[key]} ${descending ? 'DESC' : 'ASC'}, id ${descending ? 'DESC' : 'ASC'}`
          const expected = store.connections.reader
            .prepare(`SELECT id FROM tickets WHERE (${VIEW_MEANS[view]}) AND (${means}) AND @now > 0 ORDER BY ${order}`)
            .pluck()
            .all({ now: BigInt(now) })
          const filter = ticketFilter.parse({ ...narrowed, view })
          const facts = { now, userId: USER, zone: 'Europe/Rome' }
          const found = await store.read(async (db) => {
            const sort = { key, descending }
            const whole = await ticketPage(db, { filter, sort, offset: 0, limit: 500 }, facts)
            const first = await ticketPage(db, { filter, sort, offset: 0, limit: 1 }, facts)
            const second = await ticketPage(db, { filter, sort, offset: 1, limit: 2 }, facts)
            return {
              whole: whole.rows.map(({ id }) => id),
              totals: [whole.total, first.total, second.total],
              begin: [...first.rows, ...second.rows].map(({ id }) => id),
              ids: await ticketIds(db, { filter, sort, limit: 4 }, facts),
            }
          })
          expect({ view, narrowed, key, descending, found }).toEqual({
            view,
            narrowed,
            key,
            descending,
            found: {
              ok: true,
              value: {
                whole: expected,
                totals: [expected.length, expected.length, expected.length],
                begin: expected.slice(0, 3),
                ids: expected.slice(0, 4),
              },
            },
          })
        }
  })
})
