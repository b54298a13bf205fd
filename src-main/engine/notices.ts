import type { Change } from '@shared/contract/events'
import type { OfficeMoment } from '@shared/desks/notice-hours'
import type { TicketId } from '@shared/kernel/ids'
import type { Clock } from '@main/platform/clock'
import type { ReadDb } from '@main/store/handles'
import type { Store } from '@main/store/store'
import { officeMomentAt } from './office-moment'

export interface TicketNotice {
  readonly kind: 'new_ticket' | 'new_message' | 'emergency'
  readonly ticketId: TicketId
  readonly number: string
  /** A host keeps it to itself where nobody works at this hour. */
  readonly office: OfficeMoment
}

/** A first mail sync of ten thousand tickets is not ten thousand notices. */
const MOST_AT_ONCE = 3

const newestMessage = async (db: ReadDb): Promise<number> =>
  (
    await db
      .selectFrom('messages')
      .select((eb) => eb.fn.max<number | null>('id').as('id'))
      .executeTakeFirstOrThrow()
  ).id ?? 0

/** Tickets that a message came in to since. */
const writtenTo = async (db: ReadDb, since: number): Promise<number[]> => {
  const rows = await db
    .selectFrom('messages')
    .select('ticket_id')
    .distinct()
    .where('id', '>', since)
    .where('direction', '=', 'in')
    .execute()
  return rows.map((row) => row.ticket_id)
}

/** What is worth telling a person who looks elsewhere: tickets that began, and what came in to an older one. */
export class Notices {
  /** The newest message that was looked at: the log tells of a ticket's timeline, not which message is new in it. */
  #lastMessage = 0
  #work: Promise<unknown> = Promise.resolve()

  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** What lies in the store already is no news. */
  async begin(): Promise<void> {
    const newest = await this.store.read(newestMessage)
    if (newest.ok) this.#lastMessage = newest.value
  }

  /** One look after the other, so that no message is told twice. */
  of(changes: readonly Change[]): Promise<TicketNotice[]> {
    const mine = this.#work.then(() => this.#look(changes))
    this.#work = mine.catch(() => undefined)
    return mine
  }

  async #look(changes: readonly Change[]): Promise<TicketNotice[]> {
    const began = changes.filter(({ entity, op }) => entity === 'tickets' && op === 'insert').map(({ id }) => id)
    if (began.length === 0 && !changes.some(({ entity, op }) => entity === 'timeline' && op === 'insert')) return []
    const since = this.#lastMessage
    const found = await this.store.read(async (db) => {
      const older = (await writtenTo(db, since)).filter((id) => !began.includes(id))
      const told = [...began, ...older]
      const tickets =
        told.length === 0 || told.length > MOST_AT_ONCE
          ? []
          : await db.selectFrom('tickets').select(['id', 'number', 'emergency']).where('id', 'in', told).execute()
      // Asked after every change on every desk: the office's hours only where somebody is told.
      const office = tickets.length === 0 ? 'open' : await officeMomentAt(db, this.clock.now())
      return { newest: await newestMessage(db), tickets, office }
    })
    if (!found.ok) return []
    this.#lastMessage = Math.max(since, found.value.newest)
    return found.value.tickets.map(({ id, number, emergency }) => ({
      kind: !began.includes(id) ? 'new_message' : emergency === 1 ? 'emergency' : 'new_ticket',
      ticketId: id as TicketId,
      number,
      office: found.value.office,
    }))
  }
}
