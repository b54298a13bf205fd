import { sql } from 'kysely'
import { type Automation, type Trigger, firingsOf, isSetOff, onlySteps } from '@shared/automations/automation'
import type { automations } from '@shared/contract/automations'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { AutomationId, TicketId } from '@shared/kernel/ids'
import { DAY_MS, type Instant, asInstant } from '@shared/kernel/instant'
import { changesAnything } from '@shared/macros/actions'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import { categoryPaths } from '../competence/rule-queries'
import { BY_ITSELF, lookAhead, ticketAhead } from '../macros/look-ahead'
import { storedTicket } from '../tickets/ticket-queries'
import { allAutomations } from './automation-queries'
import { type PastEvent, eventFacts } from './event-facts'

type Trial = (typeof automations)['trial']

const LOOKED_BACK_MS = 31 * DAY_MS
/** Events of one call: a few hundredths of a second, so that nobody's list waits behind it. */
const PIECE = 150
/** And in all: a month of a large town, or of a storm. */
const MOST = 5000
const NEW = -1 as AutomationId

interface Page {
  readonly offset: number
  readonly limit: number
}

/** A piece of the month's events of one kind, oldest first, each by an index of its own. */
export const happened = (db: ReadDb, trigger: Trigger, since: number, { offset, limit }: Page) => {
  const none = sql<string>`'{}'`.as('data')
  const events = () => {
    switch (trigger) {
      case 'created':
        return db
          .selectFrom('tickets')
          .select(['id as ticket_id', 'created_at as at', none])
          .where('created_at', '>=', since)
          .orderBy('created_at')
          .orderBy('id')
          .offset(offset)
          .limit(limit)
          .as('event')
      // In the very words of the partial indexes that hold such rows alone: bound values would not find them.
      case 'citizen_wrote':
        return db
          .selectFrom('messages')
          .select(['ticket_id', 'created_at as at', none])
          .where(sql<boolean>`direction = 'in' AND purpose = 'message' AND automatic = 0`)
          .where('created_at', '>=', since)
          .orderBy('created_at')
          .orderBy('id')
          .offset(offset)
          .limit(limit)
          .as('event')
      case 'status':
        return db
          .selectFrom('timeline')
          .select(['ticket_id', 'at', 'data'])
          .where(sql<boolean>`kind IN ('status', 'reopened')`)
          .where('at', '>=', since)
          .orderBy('at')
          .orderBy('id')
          .offset(offset)
          .limit(limit)
          .as('event')
      case 'due_soon':
      case 'overdue':
        return db
          .selectFrom('deadline_marks')
          .select(['ticket_id', 'at', none])
          .where('mark', '=', trigger)
          .where('at', '>=', since)
          .orderBy('at')
          .orderBy('ticket_id')
          .offset(offset)
          .limit(limit)
          .as('event')
    }
  }
  return db.selectFrom(events())
}

const pastEvents = async (db: ReadDb, trigger: Trigger, since: number, page: Page): Promise<PastEvent[]> => {
  const rows = await happened(db, trigger, since, page).selectAll('event').execute()
  return rows.map(({ ticket_id: ticketId, at, data }) => ({
    trigger,
    toStatus: (JSON.parse(data) as { to?: TicketStatus }).to ?? null,
    ticketId,
    at,
  }))
}

/** As many as are looked at, at most. */
const countEvents = async (db: ReadDb, trigger: Trigger, since: number): Promise<number> => {
  const { n } = await happened(db, trigger, since, { offset: 0, limit: MOST })
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .executeTakeFirstOrThrow()
  return n
}

/** One piece of the month: what the rule in question, in its place among the others, would have done. */
export const tryRule = async (
  db: ReadDb,
  { id, fields, from }: InputOf<Trial>,
  now: Instant,
): Promise<OutputOf<Trial>> => {
  const since = now - LOOKED_BACK_MS
  const total = await countEvents(db, fields.trigger, since)
  const own = id ?? NEW
  const draft: Automation = { ...fields, id: own, active: true }
  const saved: readonly Automation[] = await allAutomations(db)
  const rules = id === null ? [...saved, draft] : saved.map((rule) => (rule.id === own ? draft : rule))
  const pathOf = await categoryPaths(db)
  const limit = Math.max(0, Math.min(PIECE, total - from))
  const events = limit === 0 ? [] : await pastEvents(db, fields.trigger, since, { offset: from, limit })
  const ahead = await lookAhead(db, fields.actions, now, pathOf)
  const hits: OutputOf<Trial>['hits'] = []
  let stopped = 0
  let same = 0
  for (const event of events) {
    const ticket = await storedTicket(db, event.ticketId)
    if (!ticket || ticket.status === 'merged') continue
    const facts = await eventFacts(db, ticket, event, pathOf)
    if (!isSetOff(draft, event, facts)) continue
    const firing = firingsOf(rules, event, facts).find(({ rule }) => rule.id === own)
    if (firing === undefined) {
      stopped += 1
      continue
    }
    const actions = onlySteps(fields.actions, firing.steps)
    const { plan } = ticketAhead(ticket, actions, ahead, BY_ITSELF)
    if (plan.ok && !changesAnything(plan) && fields.notify === 'nobody') {
      same += 1
      continue
    }
    hits.push({
      ticketId: ticket.id as TicketId,
      number: ticket.number,
      subject: ticket.subject,
      at: asInstant(event.at),
      steps: plan.ok ? plan.steps.filter(({ verdict }) => verdict === 'fit').map(({ step }) => step) : [plan.step],
      notifies: fields.notify !== 'nobody',
      yielded: [...firing.yielded],
      code: plan.ok ? null : plan.code,
    })
  }
  const reached = from + events.length
  return {
    looked: events.length,
    total,
    next: reached < total && events.length > 0 ? reached : null,
    hits,
    stopped,
    same,
  }
}
