import type { bulk } from '@shared/contract/bulk'
import type { InputOf, OutputOf } from '@shared/contract/define'
import { visitsAtStep } from '@shared/crews/planned-visits'
import { dayAt } from '@shared/deadlines/zone'
import { asInstant } from '@shared/kernel/instant'
import type { TicketId } from '@shared/kernel/ids'
import { type BulkChange, bulkStep, bulkVerdict } from '@shared/tickets/bulk'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import { listOf } from '@main/store/dialects/sqlite/id-list'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../../settings/read-setting'
import type { StoredTicket } from '../ticket-rows'
import { bulkTicketOf, chosenTickets } from './bulk-tickets'

type Preview = (typeof bulk)['preview']

/** The preview names the first few. */
const SAMPLE = 6

export const previewBulk = async (
  db: ReadDb,
  { ids, change }: InputOf<Preview>,
  now: number,
): Promise<OutputOf<Preview>> => {
  const { zone } = await readSetting(db, 'calendar')
  const today = dayAt(asInstant(now), zone)
  const fit: StoredTicket[] = []
  const left: OutputOf<Preview>['left'] = []
  let same = 0
  for (const ticket of await chosenTickets(db, ids)) {
    const verdict = bulkVerdict(bulkTicketOf(ticket), change, today)
    if (verdict === 'fit') fit.push(ticket)
    else if (verdict === 'same') same += 1
    else left.push({ id: ticket.id, number: ticket.number, code: verdict })
  }
  return {
    fit: fit.map(({ id }) => id as TicketId),
    sample: fit.slice(0, SAMPLE).map(({ id, number, subject, place_text: placeText }) => ({
      id: id as TicketId,
      number,
      subject,
      placeText,
    })),
    same,
    left,
    visitsOff: await visitsOff(db, fit, change),
    unanswered: fit.filter((ticket) => ticket.official_answer_at === null).length,
  }
}

/** Planned visits that leave the crews' board; a change of hands takes them along instead. */
export const visitsOff = async (db: ReadDb, tickets: readonly StoredTicket[], change: BulkChange): Promise<number> => {
  const step = bulkStep(change)
  if (step === null || step.to === 'assigned') return 0
  const planned = await db
    .selectFrom('visits')
    .select(['ticket_id', 'day'])
    .where('ticket_id', 'in', listOf(JSON.stringify(tickets.map(({ id }) => id))))
    .where('status', '=', 'planned')
    .execute()
  return tickets.reduce((sum, ticket) => {
    const { leaving } = visitsAtStep(
      {
        from: ticket.status as TicketStatus,
        to: step.to,
        outcome: step.outcome ?? null,
        waitingUntil: step.waitingUntil ?? null,
      },
      planned.filter((visit) => visit.ticket_id === ticket.id),
    )
    return sum + leaving.length
  }, 0)
}
