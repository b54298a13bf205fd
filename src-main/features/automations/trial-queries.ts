import { type Automation, type Trigger, firingsOf, isSetOff, onlySteps } from '@shared/automations/automation'
import type { automations } from '@shared/contract/automations'
import type { InputOf, OutputOf } from '@shared/contract/define'
import type { AutomationId, TicketId } from '@shared/kernel/ids'
import { DAY_MS, type Instant, asInstant } from '@shared/kernel/instant'
import { changesAnything } from '@shared/macros/actions'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { ReadDb } from '@main/store/handles'
import { categoryPaths } from '../competence/rule-queries'
import { lookAhead, ticketAhead } from '../macros/look-ahead'
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

/** The month's events of one kind, oldest first; they are counted by their place. */
const pastEvents = async (
  db: ReadDb,
  trigger: Trigger,
  since: number,
  page: { readonly offset: number; readonly limit: number },
): Promise<PastEvent[]> => {
  const { offset, limit } = page
  if (trigger === 'created') {
    const rows = await db
      .selectFrom('tickets')
      .select(['id', 'created_at'])
      .where('created_at', '>=', since)
      .orderBy('id')
      .offset(offset)
      .limit(limit)
      .execute()
    return rows.map(({ id, created_at: at }) => ({ trigger, toStatus: null, ticketId: id, at }))
  }
  if (trigger === 'citizen_wrote') {
    const rows = await db
      .selectFrom('messages')
      .select(['ticket_id', 'created_at'])
      .where('created_at', '>=', since)
      .where('direction', '=', 'in')
      .where('purpose', '=', 'message')
      .where('automatic', '=', 0)
      .orderBy('id')
      .offset(offset)
      .limit(limit)
      .execute()
    return rows.map((row) => ({ trigger, toStatus: null, ticketId: row.ticket_id, at: row.created_at }))
  }
  if (trigger === 'status') {
    const rows = await db
      .selectFrom('timeline')
      .select(['ticket_id', 'at', 'data'])
      .where('at', '>=', since)
      .where('kind', 'in', ['status', 'reopened'])
      .orderBy('id')
      .offset(offset)
      .limit(limit)
      .execute()
    return rows.map(({ ticket_id: ticketId, at, data }) => ({
      trigger,
      toStatus: ((JSON.parse(data) as { to?: TicketStatus }).to ?? null) as TicketStatus | null,
      ticketId,
      at,
    }))
  }
  const rows = await db
    .selectFrom('deadline_marks')
    .select(['ticket_id', 'at'])
    .where('mark', '=', trigger)
    .where('at', '>=', since)
    .orderBy('at')
    .orderBy('ticket_id')
    .offset(offset)
    .limit(limit)
    .execute()
  return rows.map(({ ticket_id: ticketId, at }) => ({ trigger, toStatus: null, ticketId, at }))
}

const countEvents = async (db: ReadDb, trigger: Trigger, since: number): Promise<number> => {
  const count = <T extends { readonly n: number }>(rows: T): number => rows.n
  if (trigger === 'created')
    return count(
      await db
        .selectFrom('tickets')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('created_at', '>=', since)
        .executeTakeFirstOrThrow(),
    )
  if (trigger === 'citizen_wrote')
    return count(
      await db
        .selectFrom('messages')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('created_at', '>=', since)
        .where('direction', '=', 'in')
        .where('purpose', '=', 'message')
        .where('automatic', '=', 0)
        .executeTakeFirstOrThrow(),
    )
  if (trigger === 'status')
    return count(
      await db
        .selectFrom('timeline')
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .where('at', '>=', since)
        .where('kind', 'in', ['status', 'reopened'])
        .executeTakeFirstOrThrow(),
    )
  return count(
    await db
      .selectFrom('deadline_marks')
      .select(({ fn }) => fn.countAll<number>().as('n'))
      .where('mark', '=', trigger)
      .where('at', '>=', since)
      .executeTakeFirstOrThrow(),
  )
}

/** One piece of the month: what the rule in question, in its place among the others, would have done. */
export const tryRule = async (
  db: ReadDb,
  { id, fields, from }: InputOf<Trial>,
  now: Instant,
): Promise<OutputOf<Trial>> => {
  const since = now - LOOKED_BACK_MS
  const total = Math.min(await countEvents(db, fields.trigger, since), MOST)
  const own = id ?? NEW
  const draft: Automation = { ...fields, id: own, active: true }
  const saved: readonly Automation[] = await allAutomations(db)
  const rules = id === null ? [...saved, draft] : saved.map((rule) => (rule.id === own ? draft : rule))
  const pathOf = await categoryPaths(db)
  const limit = Math.max(0, Math.min(PIECE, total - from))
  const events = limit === 0 ? [] : await pastEvents(db, fields.trigger, since, { offset: from, limit })
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
    const { plan } = ticketAhead(ticket, actions, await lookAhead(db, actions, now, pathOf), null)
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
