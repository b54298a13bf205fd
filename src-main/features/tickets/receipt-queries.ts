import type { OutputOf } from '@shared/contract/define'
import type { tickets } from '@shared/contract/tickets'
import { addWorkingDays } from '@shared/deadlines/office-calendar'
import { addDays, dayAt, startOfDay } from '@shared/deadlines/zone'
import { type Instant, asInstant } from '@shared/kernel/instant'
import type { CategoryId, DistrictId } from '@shared/kernel/ids'
import { fold } from '@shared/search/fold'
import type { ReadDb } from '@main/store/handles'
import { readSetting } from '../settings/read-setting'
import { ticketDetail } from './detail-queries'
import { storedTicket } from './ticket-queries'

type Receipt = OutputOf<(typeof tickets)['receipt']>

/** What the citizen takes home. The date promised is that of the answer, which the office owes whatever the work. */
export const receiptOf = async (db: ReadDb, id: number, now: Instant): Promise<Receipt | undefined> => {
  const ticket = await storedTicket(db, id)
  const detail = await ticketDetail(db, id, now)
  if (!ticket || !detail) return undefined
  const calendar = await readSetting(db, 'calendar')
  const { zone } = calendar
  const { answerWithinDays } = await readSetting(db, 'deadlines')
  const contact =
    ticket.contact_id === null
      ? undefined
      : await db.selectFrom('contacts').select('name').where('id', '=', ticket.contact_id).executeTakeFirst()
  // A term that ends on a day without an office ends on the next one that has it: nobody is told to call at Christmas.
  const lastDay = addWorkingDays(addDays(dayAt(asInstant(ticket.created_at), zone), answerWithinDays), 0, calendar)
  return {
    number: ticket.number,
    trackingCode: ticket.tracking_code,
    createdAt: asInstant(ticket.created_at),
    subject: ticket.subject,
    // A subject that was made of the words says them once.
    description: fold(ticket.description) === fold(ticket.subject) ? '' : ticket.description,
    placeText: ticket.place_text,
    districtId: ticket.district_id as DistrictId | null,
    categoryId: ticket.category_id as CategoryId | null,
    contactName: contact?.name ?? '',
    readAloud: detail.readAloud,
    answerDue: ticket.official_answer_at === null ? startOfDay(lastDay, zone) : null,
  }
}
