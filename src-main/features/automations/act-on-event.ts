import { type Firing, type Trigger, firingsOf, onlySteps } from '@shared/automations/automation'
import { Refusal, type ErrorCode } from '@shared/kernel/app-error'
import { DAY_MS, type Instant } from '@shared/kernel/instant'
import type { Result } from '@shared/kernel/result'
import type { ActionStep } from '@shared/macros/actions'
import type { TicketStatus } from '@shared/tickets/vocabulary'
import type { ReadDb, WriteDb } from '@main/store/handles'
import { type Lease, leaseHolds } from '@main/store/leases'
import { categoryPaths } from '../competence/rule-queries'
import type { FeatureParts } from '../feature-parts'
import { BY_ITSELF, lookAhead, ticketAhead } from '../macros/look-ahead'
import { takeStep } from '../macros/take-steps'
import { ownerOrManagers, managersOf, tellPeople } from '../notices/tell-people'
import { type StoredTicket, storedTicket } from '../tickets/ticket-queries'
import { writeEntry } from '../tickets/write-entry'
import { answerByRule } from './answer-by-rule'
import { allAutomations } from './automation-queries'
import type { StoredAutomation } from './automation-rows'
import { eventFacts } from './event-facts'

/** What happened longer ago is not acted on: an import of old reports is no news. */
const STALE_MS = 7 * DAY_MS
/** So many rules act on one ticket in a day, whatever happens to it: then somebody has to look. */
export const MOST_A_DAY = 20

interface WaitingEvent {
  readonly id: number
  readonly event: string
  readonly ticket_id: number
  readonly to_status: string | null
  readonly at: number
}

export const nextEvent = (db: ReadDb): Promise<WaitingEvent | undefined> =>
  db.selectFrom('automation_events').selectAll().orderBy('id').limit(1).executeTakeFirst()

/**
 * Acts on the oldest event that waits, in one write with the event's end: neither is lost and neither done twice,
 * whichever desk does it. Answers its id; null when none waits or the lease is another desk's.
 */
export const actOnNext = (parts: FeatureParts, lease: Lease): Promise<Result<number | null>> =>
  parts.current.store.write(async (db) => {
    if (!(await leaseHolds(db, lease))) return null
    const event = await nextEvent(db)
    if (event === undefined) return null
    await db.deleteFrom('automation_events').where('id', '=', event.id).execute()
    // What is done from here on sets no rule off: the triggers look for this row.
    await db.insertInto('automation_acting').values({ id: 1 }).execute()
    await actOn(db, parts, event)
    await db.deleteFrom('automation_acting').execute()
    return event.id
  })

/** An event that broke the desk's own code is put aside with a line in the log, or it would be met for ever. */
export const putAside = (parts: FeatureParts, id: number): Promise<Result<void>> =>
  parts.current.store.write(async (db) => {
    const event = await db.selectFrom('automation_events').selectAll().where('id', '=', id).executeTakeFirst()
    if (event === undefined) return
    await db.deleteFrom('automation_events').where('id', '=', id).execute()
    await note(db, { id: 0, name: '' }, event, parts.clock.now(), { outcome: 'failed', code: 'internal' })
  })

const actOn = async (db: WriteDb, parts: FeatureParts, event: WaitingEvent): Promise<void> => {
  const now = parts.clock.now()
  const ticket = await storedTicket(db, event.ticket_id)
  if (!ticket || ticket.status === 'merged' || event.at < now - STALE_MS) return
  const pathOf = await categoryPaths(db)
  const trigger = event.event as Trigger
  const firings = firingsOf(
    await allAutomations(db),
    { trigger, toStatus: event.to_status as TicketStatus | null },
    await eventFacts(db, ticket, { trigger, at: event.at }, pathOf),
  )
  for (const firing of firings) {
    if ((await actsToday(db, ticket.id, now)) >= MOST_A_DAY) {
      await note(db, firing.rule, event, now, { outcome: 'capped' })
      return
    }
    await fire(db, parts, firing, event, pathOf)
  }
}

const actsToday = async (db: ReadDb, ticketId: number, now: number): Promise<number> => {
  const { n } = await db
    .selectFrom('automation_runs')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('ticket_id', '=', ticketId)
    .where('at', '>', now - DAY_MS)
    .where('outcome', '=', 'done')
    .executeTakeFirstOrThrow()
  return n
}

interface Did {
  readonly outcome: 'done' | 'same' | 'refused' | 'capped' | 'failed'
  readonly steps?: readonly ActionStep[]
  readonly yielded?: Firing['yielded']
  readonly code?: ErrorCode
  readonly unsent?: string | null
  readonly notified?: number
}

const note = async (
  db: WriteDb,
  rule: { readonly id: number; readonly name: string },
  event: WaitingEvent,
  at: number,
  did: Did,
): Promise<void> => {
  await db
    .insertInto('automation_runs')
    .values({
      automation_id: rule.id,
      name: rule.name,
      ticket_id: event.ticket_id,
      event: event.event,
      at,
      outcome: did.outcome,
      steps: JSON.stringify(did.steps ?? []),
      yielded: JSON.stringify(did.yielded ?? []),
      code: did.code ?? null,
      unsent: did.unsent ?? null,
      notified: did.notified ?? 0,
    })
    .execute()
}

/** All the steps of one rule, or none: what one of them refuses is undone for that rule alone, and written down. */
const fire = async (
  db: WriteDb,
  parts: FeatureParts,
  firing: Firing<StoredAutomation>,
  event: WaitingEvent,
  pathOf: (categoryId: number) => readonly number[],
): Promise<void> => {
  const { rule, yielded } = firing
  const at = parts.clock.now()
  try {
    const did = await parts.current.store.savepoint(db, () => takeRule(db, parts, firing, event, pathOf))
    await note(db, rule, event, at, { ...did, yielded })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    await note(db, rule, event, at, { outcome: 'refused', code: error.error.code, yielded })
  }
}

const takeRule = async (
  db: WriteDb,
  parts: FeatureParts,
  { rule, steps }: Firing<StoredAutomation>,
  event: WaitingEvent,
  pathOf: (categoryId: number) => readonly number[],
): Promise<Did> => {
  const at = parts.clock.now()
  const ticket = (await storedTicket(db, event.ticket_id)) as StoredTicket
  const actions = onlySteps(rule.actions, steps)
  const ahead = await lookAhead(db, actions, at, pathOf)
  const { plan, place } = ticketAhead(ticket, actions, ahead, BY_ITSELF)
  if (!plan.ok) return { outcome: 'refused', code: plan.code, steps: [plan.step] }
  const taken: ActionStep[] = []
  let unsent: string | null = null
  for (const { step, verdict } of plan.steps) {
    if (verdict === 'same') continue
    if (step === 'answer') {
      const current = (await storedTicket(db, ticket.id)) ?? ticket
      unsent = await answerByRule(db, parts.random, rule, current, at)
      if (unsent === null) taken.push(step)
      continue
    }
    await takeStep(db, ticket.id, step, actions, { actor: null, at, today: ahead.today, place })
    taken.push(step)
  }
  const notified = await tell(db, rule, ticket.id, at)
  if (taken.length === 0 && notified === 0) return { outcome: 'same', unsent }
  await writeEntry(db, {
    ticketId: ticket.id,
    at,
    kind: 'rule',
    actor: null,
    data: { rule: rule.name, steps: taken, ...(notified > 0 ? { notified } : {}) },
  })
  return { outcome: 'done', steps: taken, unsent, notified }
}

/** Asked of the ticket as the steps have left it: whoever was just named is told. */
const tell = async (db: WriteDb, rule: StoredAutomation, ticketId: number, at: Instant): Promise<number> => {
  if (rule.notify === 'nobody') return 0
  const ticket = await storedTicket(db, ticketId)
  const people = rule.notify === 'owner' ? await ownerOrManagers(db, ticket?.owner_id ?? null) : await managersOf(db)
  return tellPeople(db, people, { ticketId, kind: 'rule', word: rule.name, at })
}
