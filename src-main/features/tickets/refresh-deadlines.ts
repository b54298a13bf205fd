import { type DeadlineFacts, deadlinesFor } from '@shared/deadlines/deadline-policy'
import type { CategoryId } from '@shared/kernel/ids'
import type { Pause } from '@shared/deadlines/office-time'
import { asInstant } from '@shared/kernel/instant'
import { type Kind, type TicketStatus, priorityOfRank } from '@shared/tickets/vocabulary'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { type StoredTicket, storedTicket } from './ticket-queries'

/** Sorts after every real deadline. */
const NEVER = Number.MAX_SAFE_INTEGER

type Facts = Pick<
  StoredTicket,
  'created_at' | 'status' | 'priority' | 'kind' | 'category_id' | 'first_answered_at' | 'official_answer_at'
>

/** A ticket's deadlines as its row holds them, from its facts and the office's settings. */
export const deadlineColumns = async (
  db: ReadDb,
  ticket: Facts,
  pauses: readonly Pause[],
): Promise<Pick<StoredTicket, 'first_answer_due' | 'resolution_due' | 'due_at' | 'due_sort'>> => {
  const policy = await readSetting(db, 'deadlines')
  const calendar = await readSetting(db, 'calendar')
  const deadlines = deadlinesFor(await factsOfTicket(db, ticket), policy, calendar, pauses)
  return {
    first_answer_due: deadlines.firstAnswerDue,
    resolution_due: deadlines.resolutionDue,
    due_at: deadlines.due,
    due_sort: deadlines.due ?? NEVER,
  }
}

/** Computes a ticket's deadlines and writes them; in the same write as what they follow from. */
export const refreshDeadlines = async (db: WriteDb, ticketId: number): Promise<void> => {
  const ticket = await storedTicket(db, ticketId)
  if (!ticket) return
  const pauses = await db
    .selectFrom('ticket_pauses')
    .select(['from_at', 'to_at'])
    .where('ticket_id', '=', ticketId)
    .execute()
  const columns = await deadlineColumns(
    db,
    ticket,
    pauses.map((pause) => ({
      from: asInstant(pause.from_at),
      to: pause.to_at === null ? undefined : asInstant(pause.to_at),
    })),
  )
  // A row that says the same already is not news for every desk.
  if (
    ticket.first_answer_due === columns.first_answer_due &&
    ticket.resolution_due === columns.resolution_due &&
    ticket.due_at === columns.due_at &&
    ticket.due_sort === columns.due_sort
  )
    return
  await db.updateTable('tickets').set(columns).where('id', '=', ticketId).execute()
}

/** What a ticket's deadlines follow from, besides its pauses. */
export const factsOfTicket = async (db: ReadDb, ticket: Facts): Promise<DeadlineFacts> => ({
  createdAt: asInstant(ticket.created_at),
  status: ticket.status as TicketStatus,
  priority: priorityOfRank(ticket.priority),
  kind: ticket.kind as Kind,
  categories: await categoryChain(db, ticket.category_id),
  hasFirstAnswer: ticket.first_answered_at !== null,
  hasOfficialAnswer: ticket.official_answer_at !== null,
})

/** A ticket's category and its parent, nearest first. */
const categoryChain = async (db: ReadDb, categoryId: number | null): Promise<CategoryId[]> => {
  if (categoryId === null) return []
  const row = await db
    .selectFrom('categories')
    .select(['id', 'parent_id'])
    .where('id', '=', categoryId)
    .executeTakeFirst()
  if (!row) return []
  return [row.id, ...(row.parent_id === null ? [] : [row.parent_id])] as CategoryId[]
}
