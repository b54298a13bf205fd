import { type ExpressionBuilder, sql } from 'kysely'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { crews } from '@shared/contract/crews'
import { parseQuery } from '@shared/search/query'
import { PRIORITY_RANK, type TicketStatus } from '@shared/tickets/vocabulary'
import { ticketMatches } from '@main/store/dialects/sqlite/text-search'
import type { ReadDb } from '@main/store/handles'
import type { Tables } from '@main/store/tables'
import { TICKET_COLUMNS, toBacklogRow } from './crew-rows'

type Backlog = (typeof crews)['backlog']

/** What a crew could be sent to: not what waits, lies with another body, or only lacks its answer. */
const TO_ASSIGN: readonly TicketStatus[] = ['new', 'accepted', 'assigned', 'in_progress']

/** No visit of it stands in the plan. */
export const hasNoDay = (eb: ExpressionBuilder<Tables, 'tickets'>) =>
  eb.not(
    eb.exists(
      eb
        .selectFrom('visits')
        .select('visits.id')
        .whereRef('visits.ticket_id', '=', 'tickets.id')
        .where('visits.status', '=', 'planned'),
    ),
  )

export const readBacklog = async (db: ReadDb, input: InputOf<Backlog>): Promise<OutputOf<Backlog>> => {
  let narrowed = db
    .selectFrom('tickets')
    .where('tickets.is_open', '=', 1)
    .where('tickets.status', 'in', TO_ASSIGN)
    .where(hasNoDay)
  const { categoryId, districtId, priority } = input
  if (categoryId !== null)
    narrowed = narrowed.where((eb) =>
      eb.or([
        eb('tickets.category_id', '=', categoryId),
        // A chosen category means its local ones too.
        eb('tickets.category_id', 'in', eb.selectFrom('categories').select('id').where('parent_id', '=', categoryId)),
      ]),
    )
  if (districtId !== null) narrowed = narrowed.where('tickets.district_id', '=', districtId)
  if (priority !== null) narrowed = narrowed.where('tickets.priority', '=', PRIORITY_RANK[priority])
  if (input.text.trim() !== '') {
    const { ftsMatch } = parseQuery(input.text)
    narrowed =
      ftsMatch === '' ? narrowed.where(sql<boolean>`0`) : narrowed.where('tickets.id', 'in', ticketMatches(ftsMatch))
  }
  const rows = await narrowed
    .select(TICKET_COLUMNS)
    .select(['tickets.created_at', 'tickets.crew_id'])
    .orderBy('tickets.priority', 'desc')
    .orderBy('tickets.due_sort')
    .orderBy('tickets.id')
    .limit(input.limit)
    .offset(input.offset)
    .execute()
  const counted = await narrowed.select((eb) => eb.fn.countAll<number>().as('n')).executeTakeFirstOrThrow()
  return { rows: rows.map(toBacklogRow), total: counted.n }
}
