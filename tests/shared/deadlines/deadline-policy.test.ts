import { describe, expect, it } from 'vitest'
import { budgetFor, deadlinesFor, type DeadlineFacts, type DeadlinePolicy } from '@shared/deadlines/deadline-policy'
import type { CategoryId } from '@shared/kernel/ids'
import { counter, inRome, rome } from './calendars'

const OFFICE_DAY = 210
const roads = 1 as CategoryId
const holes = 2 as CategoryId
const policy: DeadlinePolicy = {
  byPriority: {
    low: { firstAnswerMinutes: 5 * OFFICE_DAY, resolutionMinutes: 30 * OFFICE_DAY },
    normal: { firstAnswerMinutes: 2 * OFFICE_DAY, resolutionMinutes: 10 * OFFICE_DAY },
    high: { firstAnswerMinutes: OFFICE_DAY, resolutionMinutes: 3 * OFFICE_DAY },
    urgent: { firstAnswerMinutes: 60, resolutionMinutes: OFFICE_DAY },
  },
  byCategory: { [roads]: { resolutionMinutes: 5 * OFFICE_DAY }, [holes]: { firstAnswerMinutes: 0 } },
  byKind: { complaint: { firstAnswerMinutes: 120 }, suggestion: { resolutionMinutes: 0 } },
  answerWithinDays: 30,
}
const facts: DeadlineFacts = {
  createdAt: rome('2026-11-23T10:00'),
  status: 'new',
  priority: 'normal',
  kind: 'report',
  categories: [],
  hasFirstAnswer: false,
  hasOfficialAnswer: false,
}
const waitingSince = [{ from: rome('2026-11-24T10:00') }]
const deadlines = (changes: Partial<DeadlineFacts> = {}, pauses: Parameters<typeof deadlinesFor>[3] = []) => {
  const result = deadlinesFor({ ...facts, ...changes }, policy, counter, pauses)
  const shown = (at: (typeof result)['due']) => (at === null ? null : inRome(at))
  return {
    firstAnswerDue: shown(result.firstAnswerDue),
    resolutionDue: shown(result.resolutionDue),
    answerDue: shown(result.answerDue),
    due: shown(result.due),
  }
}

describe('the deadlines of a ticket', () => {
  it('are counted from its arrival, and the nearest one is shown', () => {
    expect(deadlines()).toEqual({
      firstAnswerDue: '2026-11-25T10:00',
      resolutionDue: '2026-12-07T10:00',
      answerDue: '2026-12-23T23:59',
      due: '2026-11-25T10:00',
    })
  })

  it('move on to the next one when one is met', () => {
    expect(deadlines({ hasFirstAnswer: true }).due).toBe('2026-12-07T10:00')
    expect(deadlines({ hasFirstAnswer: true, status: 'done' }).due).toBe('2026-12-23T23:59')
    expect(deadlines({ hasOfficialAnswer: true, status: 'done' }).due).toBeNull()
    expect(deadlines({ status: 'closed' }).due).toBeNull()
    expect(deadlines({ status: 'merged' }).due).toBeNull()
  })

  it('stand still while it waits, but the citizen is still owed an answer in thirty days', () => {
    expect(deadlines({ status: 'waiting' }, waitingSince)).toEqual({
      firstAnswerDue: null,
      resolutionDue: null,
      answerDue: '2026-12-23T23:59',
      due: '2026-12-23T23:59',
    })
  })

  it('count on after the waiting', () => {
    const pause = [{ from: rome('2026-11-24T10:00'), to: rome('2026-11-26T10:00') }]
    expect(deadlines({}, pause).firstAnswerDue).toBe('2026-11-27T10:00')
  })

  it('end with the thirtieth day also when the hour changes in between', () => {
    expect(deadlines({ createdAt: rome('2026-10-10T23:30') }).answerDue).toBe('2026-11-09T23:59')
    expect(deadlines({ createdAt: rome('2026-03-10T00:10') }).answerDue).toBe('2026-04-09T23:59')
  })
})

describe('the budget of a ticket', () => {
  it('comes from its category, or from the nearest parent that says something', () => {
    expect(budgetFor({ kind: 'report', priority: 'normal', categories: [holes, roads] }, policy)).toEqual({
      firstAnswerMinutes: 0,
      resolutionMinutes: 5 * OFFICE_DAY,
    })
    expect(deadlines({ categories: [holes, roads] }).firstAnswerDue).toBeNull()
  })

  it('is never loosened by the category when the ticket is pressing', () => {
    expect(budgetFor({ kind: 'report', priority: 'urgent', categories: [holes, roads] }, policy)).toEqual(
      policy.byPriority.urgent,
    )
    expect(budgetFor({ kind: 'report', priority: 'low', categories: [roads] }, policy).resolutionMinutes).toBe(
      5 * OFFICE_DAY,
    )
  })
})

describe('the kind of a ticket', () => {
  const budget = (changes: Partial<DeadlineFacts>) => budgetFor({ ...facts, ...changes }, policy)

  it('has hours of its own, in place of those of the priority', () => {
    expect(budget({ kind: 'complaint' })).toEqual({ firstAnswerMinutes: 120, resolutionMinutes: 10 * OFFICE_DAY })
    expect(budget({ kind: 'suggestion' }).resolutionMinutes).toBe(0)
  })

  it('and its category agree on the shorter, where both say something', () => {
    // Holes need no first answer, complaints one in two hours.
    expect(budget({ kind: 'complaint', categories: [holes] }).firstAnswerMinutes).toBe(120)
    expect(budget({ kind: 'suggestion', categories: [roads] }).resolutionMinutes).toBe(5 * OFFICE_DAY)
  })

  it('never loosens what is urgent', () => {
    expect(budget({ kind: 'suggestion', priority: 'urgent' }).resolutionMinutes).toBe(OFFICE_DAY)
    expect(budget({ kind: 'complaint', priority: 'urgent' }).firstAnswerMinutes).toBe(60)
  })
})
