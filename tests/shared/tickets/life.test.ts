import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '@shared/kernel/app-error'
import type { BodyId, CrewId } from '@shared/kernel/ids'
import { asDay } from '@shared/kernel/instant'
import {
  allowedTransitions,
  checkTransition,
  closingWarnings,
  pausesDeadline,
  type TicketLife,
  type TransitionRequest,
} from '@shared/tickets/life'
import { OUTCOMES, TICKET_STATUSES, WAITING_REASONS, type TicketStatus } from '@shared/tickets/vocabulary'

const province = 2 as BodyId
const gardeners = 5 as CrewId
const lighting = 5 as CrewId
const fresh: TicketLife = {
  status: 'new',
  resumeStatus: null,
  outcome: null,
  waitingUntil: null,
  waitingReason: null,
  bodyId: null,
  chaseOn: null,
  crewId: null,
  reopenCount: 0,
}

const step = (life: TicketLife, request: TransitionRequest): TicketLife => {
  const result = checkTransition(life, request)
  if (!result.ok) throw new Error(`${life.status} → ${request.to}: ${result.error.code}`)
  return result.value.life
}
const walk = (...requests: readonly TransitionRequest[]): TicketLife => requests.reduce(step, fresh)
const refusal = (life: TicketLife, request: TransitionRequest): ErrorCode | null => {
  const result = checkTransition(life, request)
  return result.ok ? null : result.error.code
}

const toAssigned: TransitionRequest = { to: 'assigned', crewId: lighting }

describe('the life of a ticket', () => {
  it('goes straight from the report to the answer', () => {
    const closed = walk(
      { to: 'accepted' },
      toAssigned,
      { to: 'in_progress' },
      { to: 'done' },
      {
        to: 'closed',
        outcome: 'resolved',
      },
    )
    expect(closed).toEqual({ ...fresh, status: 'closed', outcome: 'resolved', crewId: lighting })
  })

  it('does not close by itself when the crew is done', () => {
    const done = walk({ to: 'accepted' }, toAssigned, { to: 'done' })
    expect(done.outcome).toBeNull()
    expect(refusal(done, { to: 'closed' })).toBe('outcome_required')
    expect(step(done, { to: 'in_progress' }).status).toBe('in_progress')
  })

  it('can be closed at once, since a question answered on the phone needs no crew', () => {
    expect(walk({ to: 'closed', outcome: 'not_competent' }).status).toBe('closed')
  })

  it('waits only until a date, and goes back to where it was', () => {
    const assigned = walk(toAssigned)
    expect(refusal(assigned, { to: 'waiting' })).toBe('waiting_date_required')
    const waiting = step(assigned, { to: 'waiting', waitingUntil: asDay('2026-12-01'), waitingReason: 'weather' })
    expect(waiting.resumeStatus).toBe('assigned')
    expect(allowedTransitions(waiting)).toEqual(['assigned', 'accepted', 'waiting', 'forwarded', 'closed'])
    expect(refusal(waiting, { to: 'in_progress' })).toBe('illegal_transition')
    expect(step(waiting, { to: 'assigned' })).toEqual(assigned)
  })

  it('refuses to wait for a day that has passed', () => {
    const request = { to: 'waiting', waitingUntil: asDay('2026-11-22'), today: asDay('2026-11-23') } as const
    expect(refusal(fresh, request)).toBe('waiting_date_required')
    expect(refusal(fresh, { ...request, waitingUntil: asDay('2026-11-23') })).toBeNull()
  })

  it('can be given to a crew while it waits or lies with another body, and the crew taken away again', () => {
    const aside = [
      walk({ to: 'accepted' }, { to: 'waiting', waitingUntil: asDay('2026-12-01') }),
      walk({ to: 'forwarded', bodyId: province }),
    ]
    for (const ticket of aside) {
      expect(allowedTransitions(ticket)).toContain('assigned')
      expect(step(ticket, { to: 'assigned', crewId: gardeners })).toMatchObject({
        status: 'assigned',
        crewId: gardeners,
        resumeStatus: null,
        waitingUntil: null,
      })
    }
    const withCrew = walk(toAssigned, { to: 'waiting', waitingUntil: asDay('2026-12-01') })
    expect(step(withCrew, { to: 'accepted' })).toMatchObject({ status: 'accepted', crewId: null })
  })

  it('prolongs the waiting without forgetting why, or where it came from', () => {
    const waiting = walk(toAssigned, { to: 'waiting', waitingUntil: asDay('2026-12-01'), waitingReason: 'material' })
    expect(step(waiting, { to: 'waiting', waitingUntil: asDay('2026-12-09') })).toEqual({
      ...waiting,
      waitingUntil: '2026-12-09',
    })
  })

  it('forwards to a named body, stays open, and keeps the body when it comes back', () => {
    expect(refusal(fresh, { to: 'forwarded' })).toBe('invalid_input')
    const forwarded = walk({ to: 'forwarded', bodyId: province, chaseOn: asDay('2026-12-23') })
    expect(forwarded).toMatchObject({ resumeStatus: 'accepted', bodyId: province, chaseOn: '2026-12-23' })
    expect(step(forwarded, { to: 'accepted' })).toEqual({ ...fresh, status: 'accepted', bodyId: province })
  })

  it('keeps its way back while it goes from waiting to another body', () => {
    const aside = walk({ to: 'accepted' }, { to: 'in_progress' }, { to: 'waiting', waitingUntil: asDay('2026-12-01') })
    expect(step(aside, { to: 'forwarded', bodyId: province }).resumeStatus).toBe('in_progress')
  })

  it('needs a crew to be assigned, and has none any more when the assignment is withdrawn', () => {
    expect(refusal(fresh, { to: 'assigned' })).toBe('invalid_input')
    expect(walk(toAssigned, { to: 'accepted' }).crewId).toBeNull()
  })

  it('reopens as accepted, loses its outcome, and counts', () => {
    const closed = walk({ to: 'closed', outcome: 'resolved' })
    expect(refusal(closed, toAssigned)).toBe('ticket_closed')
    const result = checkTransition(closed, { to: 'accepted' })
    expect(result).toMatchObject({
      ok: true,
      value: { kind: 'reopened', life: { status: 'accepted', outcome: null, reopenCount: 1 } },
    })
  })

  it('is out of reach once it has become the stub of another ticket', () => {
    for (const to of TICKET_STATUSES) {
      expect(refusal({ ...fresh, status: 'merged' }, { to, outcome: 'resolved' })).toBe('ticket_merged')
    }
  })

  it('warns before closing without an official answer, or as resolved while the crew still works', () => {
    expect(closingWarnings({ status: 'done', hasOfficialAnswer: true, outcome: 'resolved' })).toEqual([])
    expect(closingWarnings({ status: 'done', hasOfficialAnswer: false, outcome: 'resolved' })).toEqual([
      'no_official_answer',
    ])
    expect(closingWarnings({ status: 'in_progress', hasOfficialAnswer: true, outcome: 'resolved' })).toEqual([
      'work_not_done',
    ])
    expect(closingWarnings({ status: 'in_progress', hasOfficialAnswer: true, outcome: 'withdrawn' })).toEqual([])
  })

  it('stops the clocks only while it waits', () => {
    expect(TICKET_STATUSES.filter(pausesDeadline)).toEqual(['waiting'])
  })
})

describe('every walk through the life of a ticket', () => {
  const date = fc.integer({ min: 1, max: 28 }).map((n) => asDay(`2026-12-${String(n).padStart(2, '0')}`))
  const request: fc.Arbitrary<TransitionRequest> = fc.record(
    {
      to: fc.constantFrom(...TICKET_STATUSES),
      outcome: fc.constantFrom(...OUTCOMES),
      waitingUntil: date,
      waitingReason: fc.constantFrom(...WAITING_REASONS),
      bodyId: fc.constant(province),
      crewId: fc.constant(lighting),
    },
    { requiredKeys: ['to'] },
  )
  const walks = fc.array(request, { maxLength: 40 })

  it('keeps the fields true to the state', () => {
    fc.assert(
      fc.property(walks, (requests) => {
        let life = fresh
        let reopened = 0
        for (const each of requests) {
          const result = checkTransition(life, each)
          if (!result.ok) continue
          expect(allowedTransitions(life)).toContain(each.to)
          if (life.status === 'closed') reopened += 1
          life = result.value.life
          expect(life.status).toBe(each.to)
          expect(life.status).not.toBe('merged')
          expect(life.outcome !== null).toBe(life.status === 'closed')
          expect(life.waitingUntil !== null).toBe(life.status === 'waiting')
          expect(life.waitingReason !== null).toBe(life.status === 'waiting')
          expect(life.resumeStatus !== null).toBe(life.status === 'waiting' || life.status === 'forwarded')
          expect(life.status === 'forwarded' && life.bodyId === null).toBe(false)
          expect(life.status === 'assigned' && life.crewId === null).toBe(false)
          expect(life.reopenCount).toBe(reopened)
        }
      }),
    )
  })

  it('reaches every state but merged, and can be closed from each of them', () => {
    const complete = {
      outcome: 'resolved',
      waitingUntil: asDay('2026-12-01'),
      bodyId: province,
      crewId: lighting,
    } as const
    const seen = new Map<TicketStatus, TicketLife>([[fresh.status, fresh]])
    const todo: TicketLife[] = [fresh]
    for (let life = todo.pop(); life; life = todo.pop()) {
      for (const to of allowedTransitions(life)) {
        const next = step(life, { to, ...complete })
        if (!seen.has(to)) todo.push(next)
        seen.set(to, next)
      }
    }
    expect([...seen.keys()].sort()).toEqual(TICKET_STATUSES.filter((status) => status !== 'merged').sort())
    for (const [status, life] of seen) {
      expect(allowedTransitions(life).includes('closed')).toBe(status !== 'closed')
    }
  })
})
