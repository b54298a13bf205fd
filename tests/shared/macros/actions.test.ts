import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnswerId, BodyId, CategoryId, CrewId, UserId } from '@shared/kernel/ids'
import { asDay } from '@shared/kernel/instant'
import {
  type ActedTicket,
  type Actions,
  NO_ACTIONS,
  flawOf,
  permissionsFor,
  planActions,
  stepsOf,
} from '@shared/macros/actions'
import { isMacroFor } from '@shared/macros/offered-macros'
import { OUTCOMES, PRIORITIES, TICKET_STATUSES, WAITING_REASONS } from '@shared/tickets/vocabulary'

const TODAY = asDay('2026-11-23')
const ticketIn = (status: ActedTicket['life']['status'], crewId: CrewId | null = null): ActedTicket => ({
  categoryId: null,
  priority: 'normal',
  ownerId: null,
  life: {
    status,
    resumeStatus: status === 'waiting' || status === 'forwarded' ? 'accepted' : null,
    outcome: status === 'closed' ? 'resolved' : null,
    waitingUntil: status === 'waiting' ? asDay('2026-12-01') : null,
    waitingReason: status === 'waiting' ? 'citizen' : null,
    bodyId: status === 'forwarded' ? (1 as BodyId) : null,
    chaseOn: null,
    crewId,
    reopenCount: 0,
  },
})
const facts = { today: TODAY, me: 7 as UserId, crewId: 3 as CrewId, alone: true }

const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null })
const anyActions: fc.Arbitrary<Actions> = fc.record({
  categoryId: maybe(fc.integer({ min: 1, max: 4 }) as fc.Arbitrary<CategoryId>),
  priority: maybe(fc.constantFrom(...PRIORITIES)),
  owner: maybe(fc.constantFrom<'me' | UserId>('me', 9 as UserId)),
  crew: maybe(fc.constantFrom<'proposed' | CrewId>('proposed', 3 as CrewId)),
  visitMinutes: maybe(fc.integer({ min: 5, max: 90 })),
  note: fc.constantFrom('', 'guardare il cantiere'),
  answer: maybe(fc.record({ answerId: fc.constant(1 as AnswerId), official: fc.boolean(), send: fc.boolean() })),
  state: maybe(
    fc.oneof(
      fc.record({
        kind: fc.constant('status' as const),
        to: fc.constantFrom<'accepted' | 'in_progress' | 'done'>('accepted', 'in_progress', 'done'),
      }),
      fc.record({
        kind: fc.constant('wait' as const),
        days: fc.integer({ min: 0, max: 30 }),
        reason: fc.constantFrom(...WAITING_REASONS),
      }),
      fc.record({ kind: fc.constant('close' as const), outcome: fc.constantFrom(...OUTCOMES) }),
    ),
  ),
})
const anyTicket = fc
  .tuple(fc.constantFrom(...TICKET_STATUSES), fc.boolean())
  .map(([status, hasCrew]) => ticketIn(status, hasCrew ? (2 as CrewId) : null))

describe('several steps on one ticket', () => {
  it('takes each step on what the steps before made of it', () => {
    const actions: Actions = {
      ...NO_ACTIONS,
      priority: 'high',
      owner: 'me',
      crew: 'proposed',
      state: { kind: 'status', to: 'in_progress' },
    }
    const plan = planActions(ticketIn('new'), actions, facts)
    // A new ticket cannot be in progress; one that was just given to a crew can.
    expect(plan).toMatchObject({
      ok: true,
      after: { priority: 'high', ownerId: 7, life: { status: 'in_progress', crewId: 3 } },
    })
  })

  it('says which step cannot be, and then none is', () => {
    const actions: Actions = { ...NO_ACTIONS, priority: 'high', state: { kind: 'status', to: 'done' } }
    expect(planActions(ticketIn('new'), actions, facts)).toEqual({
      ok: false,
      step: 'state',
      code: 'illegal_transition',
    })
    const visit: Actions = { ...NO_ACTIONS, crew: 'proposed', visitMinutes: 45 }
    expect(planActions(ticketIn('forwarded'), visit, facts)).toMatchObject({ ok: false, step: 'visit' })
    expect(planActions(ticketIn('new'), visit, { ...facts, crewId: null })).toEqual({
      ok: false,
      step: 'visit',
      code: 'no_crew_fits',
    })
  })

  it('never reopens, never touches a merged ticket, and reaches the state that it names', () => {
    fc.assert(
      fc.property(anyTicket, anyActions, (ticket, actions) => {
        const plan = planActions(ticket, actions, facts)
        if (!plan.ok) return
        const { after } = plan
        expect(plan.steps.map(({ step }) => step)).toEqual(stepsOf(actions))
        if (ticket.life.status === 'merged') expect(plan.steps).toEqual([])
        if (ticket.life.status === 'closed') expect(after.life.status).toBe('closed')
        if (actions.categoryId !== null) expect(after.categoryId).toBe(actions.categoryId)
        if (actions.priority !== null) expect(after.priority).toBe(actions.priority)
        if (actions.state?.kind === 'status') expect(after.life.status).toBe(actions.state.to)
        if (actions.state?.kind === 'close')
          expect(after.life).toMatchObject({ status: 'closed', outcome: actions.state.outcome })
        if (actions.state?.kind === 'wait') expect(after.life.status).toBe('waiting')
        expect(after.life.reopenCount).toBe(ticket.life.reopenCount)
      }),
      { numRuns: 600, seed: 20261126 },
    )
  })

  it('is the same already once it was done, but for what is done anew each time', () => {
    fc.assert(
      fc.property(anyTicket, anyActions, (ticket, actions) => {
        const quiet = { ...actions, note: '', answer: null, visitMinutes: null }
        if (flawOf(quiet) === 'steps_clash') return
        const once = planActions(ticket, quiet, facts)
        if (!once.ok || once.after.life.status === 'closed') return
        const twice = planActions(once.after, quiet, facts)
        // The crew that has it is not asked whether it may: work that is done, or waits, would begin anew.
        if (quiet.crew !== null && quiet.state !== null) return
        expect(twice).toMatchObject({ ok: true, after: once.after })
        if (twice.ok) expect(twice.steps.every(({ verdict }) => verdict === 'same')).toBe(true)
      }),
      { numRuns: 400, seed: 20261126 },
    )
  })

  it('needs what each of its steps needs', () => {
    expect(permissionsFor({ ...NO_ACTIONS, state: { kind: 'close', outcome: 'resolved' } })).toEqual(['tickets.close'])
    expect(permissionsFor({ ...NO_ACTIONS, priority: 'high', crew: 'proposed', visitMinutes: 30, note: 'x' })).toEqual([
      'tickets.edit',
      'crews.plan',
      'tickets.note',
    ])
  })

  it('names what makes no sense: nothing at all, and a state that takes the crew away again', () => {
    expect(flawOf({ ...NO_ACTIONS, note: '   ' })).toBe('steps_missing')
    expect(flawOf({ ...NO_ACTIONS, crew: 'proposed', state: { kind: 'status', to: 'accepted' } })).toBe('steps_clash')
    expect(flawOf({ ...NO_ACTIONS, state: { kind: 'status', to: 'accepted' } })).toBeNull()
  })
})

describe('for which tickets a macro is offered', () => {
  it('takes a category for those under it, and an empty list for all', () => {
    const ticket = { categoryIds: [5, 2], status: 'new', channel: 'phone', kind: 'report' } as const
    const all = { categoryIds: [], statuses: [], channels: [], kinds: [] }
    expect(isMacroFor(all, ticket)).toBe(true)
    expect(isMacroFor({ ...all, categoryIds: [2] }, ticket)).toBe(true)
    expect(isMacroFor({ ...all, categoryIds: [2], statuses: ['closed'] }, ticket)).toBe(false)
    expect(isMacroFor({ ...all, channels: ['email'] }, ticket)).toBe(false)
  })
})
