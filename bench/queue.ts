import { ticketFilter } from '@shared/contract/tickets'
import { ticketPage } from '@main/features/tickets/ticket-queries'
import type { Store } from '@main/store/store'
import { type Bench, inTurn, median, timeRow } from './bench'
import { bigStore } from './big-store'

const ROUNDS = 60
const SMALL = 10_000

const BARE = `SELECT t.id, t.number, t.channel, t.kind, t.subject, t.place_text, t.district_id, t.category_id, t.priority, t.status,
  t.outcome, t.crew_id, t.owner_id, t.emergency, t.unread, t.due_at, t.created_at, t.last_activity_at, c.name
  FROM tickets t LEFT JOIN contacts c ON c.id = t.contact_id
  WHERE t.is_open = 1 AND t.priority IN (1, 2) ORDER BY t.due_sort, t.id LIMIT 50`

const BARE_COUNT = 'SELECT count(*) FROM tickets t WHERE t.is_open = 1 AND t.priority IN (1, 2)'

const page = (store: Store) => (): Promise<unknown> =>
  store.read((db) =>
    ticketPage(
      db,
      {
        filter: ticketFilter.parse({ priorities: ['normal', 'high'] }),
        sort: { key: 'due', descending: false },
        offset: 0,
        limit: 50,
      },
      { now: Date.now(), userId: 1, zone: 'Europe/Rome' },
    ),
  )

/** A page of 50, filtered and sorted, against the same by bare SQL; and against a small store. */
export const queue: Bench = async ({ tickets }) => {
  const big = await bigStore(tickets)
  const small = await bigStore(Math.min(SMALL, tickets))
  const [bare, count] = [BARE, BARE_COUNT].map((sql) => big.connections.reader.prepare(sql))
  const against = await inTurn(ROUNDS, page(big), () => [bare?.all(), count?.get()])
  const sizes = await inTurn(ROUNDS, page(big), page(small))
  await big.close()
  await small.close()
  return [
    timeRow('queue page of 50 and its count, filtered and sorted, against bare SQL', tickets, against, 1.5),
    timeRow(
      `queue page, against the same at ${Math.min(SMALL, tickets)} (${median(sizes.limit).toFixed(2)} ms)`,
      tickets,
      sizes,
      1.5,
    ),
  ]
}
