import type { TicketRow } from '@shared/contract/tickets'
import { dueOf } from '@shared/deadlines/due-of'

interface StoredDeadlines {
  readonly due_at: number | null
  readonly first_answer_due: number | null
  readonly first_answered_at: number | null
  readonly resolution_due: number | null
}

/** What is due next, and of what, as a list shows it. */
export const nextDeadline = (row: StoredDeadlines, status: string): Pick<TicketRow, 'dueAt' | 'dueOf'> => {
  const next = dueOf({
    due: row.due_at,
    firstAnswerDue: row.first_answer_due,
    firstAnsweredAt: row.first_answered_at,
    resolutionDue: row.resolution_due,
    isWorked: status === 'done',
  })
  return { dueAt: next?.at ?? null, dueOf: next?.of ?? null }
}
